package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.digest.VerifyingInputStream;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * A blob as a store offers it, and the only way to its bytes: they are hashed again at every reading.
 *
 * @param digest the name that the bytes must have
 * @param size the number of bytes that the store says it has
 * @param raw opens the stored bytes as they are, unchecked; throws {@code UncheckedIOException} where it cannot
 */
public record Blob(Digest digest, long size, Supplier<InputStream> raw) {
    /** Up to this size a blob is checked whole before its first byte leaves; above, its last bytes are held back. */
    public static final long CHECKED_BEFORE = 16L * 1024 * 1024;

    /**
     * Opens the bytes. Up to {@link #CHECKED_BEFORE} wrong bytes are refused here; above, reading ends in an exception
     * before the last byte.
     *
     * @throws ProblemException {@code integrity} for bytes that do not have the digest, {@code unavailable} where they
     *     cannot be read
     */
    public InputStream open() {
        try {
            if (size <= CHECKED_BEFORE) {
                check();
            }
            return new VerifyingInputStream(raw.get(), digest, size, this::corrupt);
        } catch (UncheckedIOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /**
     * All bytes, in memory.
     *
     * @throws ProblemException {@code too_large} above {@code maxBytes}, {@code integrity}, {@code unavailable}
     */
    public Bytes read(long maxBytes) {
        long limit = Math.min(maxBytes, Integer.MAX_VALUE - 8L);
        if (size > limit) {
            throw ProblemException.tooLarge(limit, size);
        }
        try (InputStream in = new VerifyingInputStream(raw.get(), digest, size, this::corrupt)) {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException | UncheckedIOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** Reads all bytes once. @throws ProblemException {@code integrity} unless they have the digest and the size */
    void check() {
        try (InputStream in = raw.get()) {
            if (!Hashing.of(in).equals(new Hashed(digest, size))) {
                throw corrupt();
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private ProblemException corrupt() {
        return new ProblemException(
                ProblemCode.INTEGRITY,
                "the bytes stored under " + digest + " are not those that were put there; restore them from a copy");
    }

    private ProblemException unreadable(Exception cause) {
        return new ProblemException(ProblemCode.UNAVAILABLE, "the bytes of " + digest + " cannot be read now", cause);
    }
}
