package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an answer, and its body as it comes. A body that breaks off, grows too large or comes too slowly ends in a
 * {@link FetchException} and never in a clean end. For one thread; whoever got it closes it.
 */
public final class FetchedStream implements AutoCloseable {
    /** The status that has a document. */
    static final int OK = 200;

    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;

    /**
     * @param headers by name in lower case
     * @param body closing it ends the connection
     */
    public FetchedStream(int status, Map<String, String> headers, InputStream body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body of a 200. @throws FetchException with {@link Reason#STATUS} for any other status */
    public InputStream document() {
        if (status != OK) {
            throw new FetchException(Reason.STATUS, "answered with status " + status);
        }
        return body;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("closing a connection failed", failed);
        }
    }

    /** A body over a connection: what goes wrong with one is told as what went wrong with the fetch. */
    static final class Body extends FilterInputStream {
        private final Origin origin;
        private final PinnedConnection connection;
        private final Deadline deadline;

        Body(InputStream bytes, Origin origin, PinnedConnection connection, Deadline deadline) {
            super(bytes);
            this.origin = origin;
            this.connection = connection;
            this.deadline = deadline;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            try {
                int read = in.read(target, offset, length);
                if (read > 0) {
                    deadline.received(read);
                }
                return read;
            } catch (IOException failed) {
                throw deadline.failure(origin, failed);
            }
        }

        @Override
        public void close() throws IOException {
            deadline.close();
            connection.close();
        }
    }
}
