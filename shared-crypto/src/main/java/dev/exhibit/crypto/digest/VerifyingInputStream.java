package dev.exhibit.crypto.digest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.Supplier;

/**
 * Hands out the bytes of a stream and checks them against a digest on the way. The last bytes leave only after all of
 * them have been hashed, so a reader that got the whole size got the right bytes; a wrong or short or longer source ends
 * in an exception, at once and at every later read, never in a clean end. For one thread.
 */
public final class VerifyingInputStream extends InputStream {
    private final InputStream in;
    private final Digest expected;
    private final Supplier<? extends RuntimeException> refusal;
    private final MessageDigest running = Hashing.start();
    private long left;
    private State state = State.READING;

    private enum State {
        READING,
        VERIFIED,
        REFUSED
    }

    /**
     * @param in the bytes; closed with this stream
     * @param expected their digest
     * @param size how many they are
     * @param refusal what to throw if they are not
     */
    public VerifyingInputStream(
            InputStream in, Digest expected, long size, Supplier<? extends RuntimeException> refusal) {
        this.in = in;
        this.expected = expected;
        this.left = size;
        this.refusal = refusal;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (state == State.REFUSED) {
            throw refusal.get();
        }
        if (left == 0) {
            verifyOnce();
            return length == 0 ? 0 : -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw refuse();
        }
        running.update(target, offset, read);
        left -= read;
        if (left == 0) {
            verifyOnce();
        }
        return read;
    }

    private void verifyOnce() throws IOException {
        if (state == State.VERIFIED) {
            return;
        }
        boolean ended = in.read() < 0;
        if (!ended || !Hashing.finish(running).equals(expected)) {
            throw refuse();
        }
        state = State.VERIFIED;
    }

    private RuntimeException refuse() {
        state = State.REFUSED;
        return refusal.get();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
