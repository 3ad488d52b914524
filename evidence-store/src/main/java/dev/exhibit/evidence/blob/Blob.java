package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A blob, and the only way to its bytes: each chunk is hashed at every reading, before any byte of it leaves.
 *
 * @param digest the name that the bytes must have
 * @param size how many they are
 * @param checked opens parts
 */
public record Blob(Digest digest, long size, Checked checked) {
    /** Opens a part of the bytes, checked. */
    @FunctionalInterface
    public interface Checked {
        /**
         * @param from below the size, or 0
         * @throws ProblemException {@code integrity}, {@code unavailable}: here for the first chunk, else while reading
         */
        InputStream open(long from, long length);
    }

    /**
     * Opens all bytes. Wrong ones are refused here where they are in the first chunk, and else by an exception in place of
     * the chunk that they are in.
     *
     * @throws ProblemException {@code integrity} for bytes that are not those that were put there, {@code unavailable}
     *     where they cannot be read
     */
    public InputStream open() {
        return checked.open(0, size);
    }

    /**
     * Opens a part.
     *
     * @param from below the size
     */
    public InputStream open(long from, long length) {
        if (from < 0 || length < 1 || from >= size) {
            throw new IllegalArgumentException("the blob has " + size + " bytes");
        }
        return checked.open(from, length);
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
        try (InputStream in = open()) {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException | UncheckedIOException unreadable) {
            throw unreadable(digest, unreadable);
        }
    }

    static ProblemException corrupt(Digest digest) {
        return new ProblemException(
                ProblemCode.INTEGRITY,
                "the bytes stored under " + digest + " are not those that were put there; restore them from a copy");
    }

    static ProblemException unreadable(Digest digest, Exception cause) {
        return new ProblemException(ProblemCode.UNAVAILABLE, "the bytes of " + digest + " cannot be read now", cause);
    }
}
