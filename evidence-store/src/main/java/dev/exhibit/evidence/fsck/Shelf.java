package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.digest.Digest;
import java.util.HexFormat;

/**
 * The digests that begin with some bytes in a row.
 *
 * @param first byte, 0 to 255
 * @param last byte, not less
 */
record Shelf(int first, int last) {
    /** For example {@code 7f} or {@code 00-7f}. */
    String name() {
        return first == last ? hex(first) : hex(first) + "-" + hex(last);
    }

    Span span() {
        return Span.of(first, last);
    }

    boolean has(Digest digest) {
        return digest.bytes().at(0) >= first && digest.bytes().at(0) <= last;
    }

    /** What the paths of all its objects begin with. */
    String path() {
        return first == last ? hex(first) + "/" : "";
    }

    private static String hex(int value) {
        return HexFormat.of().toHexDigits((byte) value);
    }
}
