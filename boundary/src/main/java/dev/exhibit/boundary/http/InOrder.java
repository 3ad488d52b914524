package dev.exhibit.boundary.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Two receive listeners as one. The server takes a list of them, but calls none as soon as there are two (4.5.0), so that
 * it must be given one.
 */
record InOrder(Http1ConnectionListener first, Http1ConnectionListener second) implements Http1ConnectionListener {
    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        first.prologue(context, prologue);
        second.prologue(context, prologue);
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        first.headers(context, headers);
        second.headers(context, headers);
    }
}
