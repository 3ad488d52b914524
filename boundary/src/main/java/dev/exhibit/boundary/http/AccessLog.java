package dev.exhibit.boundary.http;

import dev.exhibit.boundary.metrics.Metrics;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, and one more in the metrics. What a client chooses freely (path, query, unknown methods, headers) is not in it: so no
 * control character and no secret can come into the log this way. Status 0 says that the connection broke.
 *
 * @param listener its name
 * @param nanoTime a monotonic clock in nanoseconds
 */
record AccessLog(String listener, LongSupplier nanoTime, Metrics metrics) implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger("dev.exhibit.access");
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public void filter(Incoming in, Outgoing out, Rest rest) {
        long start = nanoTime.getAsLong();
        try {
            rest.proceed();
        } finally {
            done(in, out, nanoTime.getAsLong() - start);
        }
    }

    private void done(Incoming in, Outgoing out, long nanos) {
        metrics.answered(new Metrics.Request(listener, in.knownMethod(), in.routeName()), out.status(), nanos);
        LOG.atInfo()
                .addKeyValue("listener", listener)
                .addKeyValue("method", in.knownMethod())
                .addKeyValue("route", in.routeName())
                .addKeyValue("status", out.status())
                .addKeyValue("millis", nanos / NANOS_PER_MILLI)
                .addKeyValue(
                        "tenant",
                        in.caller().map(caller -> caller.tenant().value()).orElse("none"))
                .addKeyValue(
                        "identity",
                        in.caller().map(caller -> caller.identity().value()).orElse("none"))
                .addKeyValue("correlationId", in.correlation())
                .log("request");
    }
}
