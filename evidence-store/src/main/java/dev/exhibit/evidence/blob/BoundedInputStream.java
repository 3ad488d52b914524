package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes on their way in: refused as soon as one more than allowed has come, and as {@code malformed} where they break off,
 * so that a failing sender is never taken for a failing disk. For one thread; does not close its source.
 */
public final class BoundedInputStream extends InputStream {
    private final InputStream in;
    private final long limit;
    private long seen;

    public BoundedInputStream(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int read = readSource(target, offset, (int) Math.min(length, limit - seen + 1));
        seen += Math.max(read, 0);
        if (seen > limit) {
            throw ProblemException.tooLarge(limit, seen);
        }
        return read;
    }

    private int readSource(byte[] target, int offset, int length) {
        try {
            return in.read(target, offset, length);
        } catch (IOException brokeOff) {
            throw new ProblemException(
                    ProblemCode.MALFORMED,
                    "the bytes broke off after " + seen + "; nothing was kept, send them again",
                    brokeOff);
        }
    }
}
