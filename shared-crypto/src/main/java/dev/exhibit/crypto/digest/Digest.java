package dev.exhibit.crypto.digest;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;

/**
 * A SHA-256 digest (FIPS 180-4): the name of every artifact and every piece of evidence.
 *
 * @param bytes exactly 32 bytes
 */
public record Digest(Bytes bytes) implements Comparable<Digest> {
    /** Length in bytes. */
    public static final int SIZE = 32;

    private static final String PREFIX = "sha256:";

    public Digest {
        if (bytes.size() != SIZE) {
            throw new MalformedException(Reason.BAD_VALUE, "a SHA-256 digest has 32 bytes, not " + bytes.size());
        }
    }

    /**
     * Reads {@code sha256:} and 64 lower-case hexadecimal digits.
     *
     * @throws MalformedException for anything else
     */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new MalformedException(Reason.BAD_VALUE, "a digest is written sha256:<64 hexadecimal digits>");
        }
        return ofHex(text.substring(PREFIX.length()));
    }

    /** Reads 64 lower-case hexadecimal digits. */
    public static Digest ofHex(String hex) {
        return new Digest(Hex.decode(hex));
    }

    /** Whether {@code text} looks like a digest rather than a file name. */
    public static boolean isDigest(String text) {
        return text.startsWith(PREFIX);
    }

    /** 64 lower-case hexadecimal digits, as in-toto subjects carry it. */
    public String hex() {
        return Hex.encode(bytes);
    }

    @Override
    public int compareTo(Digest other) {
        return hex().compareTo(other.hex());
    }

    /** {@code sha256:} and 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return PREFIX + hex();
    }
}
