package dev.exhibit.boundary.http;

import io.helidon.webserver.CloseConnectionException;

/** A request was answered before its body was read: the connection ends, but the client may still be sending. */
final class UnreadBodyException extends CloseConnectionException {
    private static final long serialVersionUID = 1L;

    UnreadBodyException() {
        super("a request was answered before its body was read");
    }
}
