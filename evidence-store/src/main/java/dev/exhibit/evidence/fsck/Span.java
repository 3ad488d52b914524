package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.Arrays;

/**
 * A run of digests in their order, between two byte strings of any length.
 *
 * @param after greater than this; a beginning of a digest is less than the digest
 * @param before less than this
 */
public record Span(Bytes after, Bytes before) {
    /** How many parts there are. */
    public static final int PARTS = 256;

    private static final Bytes END = Bytes.owned(endless());

    /** All digests whose first byte is {@code first} to {@code last}. */
    public static Span of(int first, int last) {
        return new Span(one(first), last + 1 < PARTS ? one(last + 1) : END);
    }

    /** One digest alone. */
    public static Span of(Digest digest) {
        Bytes bytes = digest.bytes();
        return new Span(bytes.slice(0, Digest.SIZE - 1), Bytes.concat(bytes, one(0)));
    }

    /** What is left of it. */
    public Span after(Digest last) {
        return new Span(last.bytes(), before);
    }

    private static Bytes one(int value) {
        return Bytes.of(new byte[] {(byte) value});
    }

    private static byte[] endless() {
        byte[] end = new byte[Digest.SIZE + 1];
        Arrays.fill(end, (byte) 0xFF);
        return end;
    }
}
