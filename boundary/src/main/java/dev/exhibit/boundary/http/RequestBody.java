package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request's body, at most so many of them. Remembers whether it was read to its end (then the connection
 * can carry another request) and whether the connection broke (then nobody is left to answer).
 */
final class RequestBody extends InputStream {
    private final Supplier<InputStream> source;
    private final long limit;
    private @Nullable InputStream opened;
    private long seen;
    private boolean ended;
    private boolean broken;

    private RequestBody(Supplier<InputStream> source, long limit, boolean ended) {
        this.source = source;
        this.limit = limit;
        this.ended = ended;
    }

    /** A request without a body. */
    static RequestBody none() {
        return new RequestBody(InputStream::nullInputStream, 0, true);
    }

    /** A body of at most {@code limit} bytes; {@code source} is opened at the first read (and says 100 then). */
    static RequestBody of(Supplier<InputStream> source, long limit) {
        return new RequestBody(source, limit, false);
    }

    boolean ended() {
        return ended;
    }

    boolean broken() {
        return broken;
    }

    /** All of it. */
    Bytes whole() {
        try {
            return Bytes.owned(readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws ProblemException 413 once there is more than the limit */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read = next(buffer, offset, (int) Math.min(length, limit - seen + 1));
        ended = read < 0;
        seen += Math.max(0, read);
        if (seen > limit) {
            throw ProblemException.tooLarge(limit, seen);
        }
        return read;
    }

    private int next(byte[] buffer, int offset, int length) throws IOException {
        try {
            if (opened == null) {
                opened = source.get();
            }
            return opened.read(buffer, offset, length);
        } catch (RequestException | DataReader.IncorrectNewLineException badCoding) {
            throw new MalformedException(Reason.BAD_VALUE, "the body's chunks cannot be read");
        } catch (DataReader.InsufficientDataAvailableException early) {
            throw new MalformedException(Reason.BAD_VALUE, "the body ended early, after " + seen + " bytes");
        } catch (CloseConnectionException gone) {
            broken = true;
            throw new IOException("the connection broke in the middle of a body", gone);
        }
    }
}
