package dev.exhibit.boundary.http;

import dev.exhibit.boundary.metrics.Metrics;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, and one more in the metrics. What a client chooses freely (path, query, unknown methods, headers) is not in it: so no
 * control character and no secret can come into the log this way. Status 0 says that the connection broke.
 */
final class AccessLog implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger("dev.exhibit.access");
    private static final Set<String> METHODS =
            Arrays.stream(Route.Method.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoTime;
    private final Metrics metrics;

    AccessLog(LongSupplier nanoTime, Metrics metrics) {
        this.nanoTime = nanoTime;
        this.metrics = metrics;
    }

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
        String method = METHODS.contains(in.method()) ? in.method() : "other";
        String route = in.found().map(found -> found.route().path()).orElse("none");
        metrics.answered(new Metrics.Request("api", method, route), out.status(), nanos);
        LOG.atInfo()
                .addKeyValue("method", method)
                .addKeyValue("route", route)
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
