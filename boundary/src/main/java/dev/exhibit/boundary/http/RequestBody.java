package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request's body, at most so many of them. Remembers whether it was read to its end (then the connection
 * can carry another request) and whether the connection broke (then nobody is left to answer).
 */
final class RequestBody extends InputStream {
    private static final int PIECE = 16 * 1024;

    private final Supplier<InputStream> source;
    private final long limit;
    private @Nullable InputStream opened;
    private long seen;
    private boolean ended;
    private boolean broken;
    private ContentDigest.Check digest = ContentDigest.none().start();
    private Runnable onPiece = () -> {};

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

    /** Its bytes must be those that {@code expected} says; checked where it ends. */
    RequestBody checking(ContentDigest expected) {
        digest = expected.start();
        return this;
    }

    /** Whoever wants the whole of it gets it within {@code time} from now, or not at all. */
    RequestBody within(Duration time, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        onPiece = () -> {
            if (nanoTime.getAsLong() - start > time.toNanos()) {
                throw new ProblemException(
                        ProblemCode.REQUEST_TIMEOUT, "this body may take " + time.toSeconds() + " seconds, no more");
            }
        };
        return this;
    }

    boolean ended() {
        return ended;
    }

    boolean broken() {
        return broken;
    }

    /** All of it. @throws ProblemException 408 if it comes too slowly */
    Bytes whole() {
        return whole(limit);
    }

    /** All of it. @throws ProblemException 413 if that is more than {@code most} bytes, 408 if it comes too slowly */
    Bytes whole(long most) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try {
            for (int read = read(piece, 0, room(all, most)); read >= 0; read = read(piece, 0, room(all, most))) {
                all.write(piece, 0, read);
                if (all.size() > most) {
                    throw ProblemException.tooLarge(most, all.size());
                }
                onPiece.run();
            }
            return Bytes.owned(all.toByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int room(ByteArrayOutputStream all, long most) {
        return (int) Math.min(PIECE, most - all.size() + 1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * Reads a piece. The end is reported only of a body that has the digest it was sent with.
     *
     * @throws ProblemException 413 once there is more than the limit; 400 at the end of a body with another digest
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read = next(buffer, offset, (int) Math.min(length, limit - seen + 1));
        if (read < 0) {
            digest.end();
            ended = true;
            return -1;
        }
        digest.update(buffer, offset, read);
        seen += read;
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
