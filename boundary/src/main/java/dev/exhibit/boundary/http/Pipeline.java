package dev.exhibit.boundary.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request through the filters of a listener, and ends the connection where no other request may follow. The
 * server underneath does not do that: having said {@code Connection: close} it would read what is left of a refused body
 * as the next request.
 */
final class Pipeline implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final List<Filter> filters;
    private final BooleanSupplier stopping;

    /** @param stopping whether the listener is about to stop, so that no connection is kept */
    Pipeline(List<Filter> filters, BooleanSupplier stopping) {
        this.filters = List.copyOf(filters);
        this.stopping = stopping;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Incoming in = new Incoming(request);
        boolean head = in.method().equals(Route.Method.HEAD.name());
        Outgoing out = new Outgoing(response, head, () -> in.mayBeFollowed() && !stopping.getAsBoolean());
        try {
            proceed(0, in, out);
        } catch (Error failed) {
            LOG.error("an error in a request; its connection is closed", failed);
            throw new CloseConnectionException("an error in a request", failed);
        }
        if (!in.bodyRead()) {
            throw new UnreadBodyException();
        }
        if (!out.kept()) {
            throw new CloseConnectionException("the last answer on this connection was given");
        }
    }

    private void proceed(int next, Incoming in, Outgoing out) {
        if (next < filters.size()) {
            filters.get(next).filter(in, out, () -> proceed(next + 1, in, out));
        }
    }
}
