package dev.exhibit.crypto.encoding;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An immutable sequence of bytes with value equality: what records of this project hold instead of {@code byte[]}.
 * Equality takes the same time wherever two values of one length differ.
 */
public final class Bytes implements Comparable<Bytes> {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** No bytes. */
    public static Bytes empty() {
        return EMPTY;
    }

    /** A copy of {@code value}. */
    public static Bytes of(byte[] value) {
        return new Bytes(value.clone());
    }

    /** Takes {@code value} over without a copy: the caller must not keep or change the array. */
    public static Bytes owned(byte[] value) {
        return new Bytes(value);
    }

    /** The UTF-8 encoding of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The number of bytes. */
    public int size() {
        return value.length;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int at(int index) {
        return value[index] & 0xFF;
    }

    /** A copy as an array. */
    public byte[] toArray() {
        return value.clone();
    }

    /** The array itself, for readers of this package that neither keep nor change it. */
    byte[] shared() {
        return value;
    }

    /** A fresh read-only view of the bytes, without a copy. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(value).asReadOnlyBuffer();
    }

    /** A fresh stream over the bytes. */
    public InputStream open() {
        return new ByteArrayInputStream(value);
    }

    /** All parts in a row. */
    public static Bytes concat(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size += part.size();
        }
        byte[] all = new byte[size];
        int position = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.value, 0, all, position, part.size());
            position += part.size();
        }
        return new Bytes(all);
    }

    /** Whether the first bytes are {@code prefix}. */
    public boolean startsWith(Bytes prefix) {
        return size() >= prefix.size() && Arrays.equals(value, 0, prefix.size(), prefix.value, 0, prefix.size());
    }

    /** The bytes from {@code start} (inclusive) to {@code end} (exclusive). */
    public Bytes slice(int start, int end) {
        return new Bytes(Arrays.copyOfRange(value, start, end));
    }

    /** Decodes as UTF-8 text; malformed input becomes U+FFFD, so use it for messages only. */
    public String asLenientText() {
        return new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && MessageDigest.isEqual(value, that.value);
    }

    /** By the first byte that differs, 0 to 255; a beginning comes before what it begins. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** The length only: contents may be large or private. */
    @Override
    public String toString() {
        return "Bytes[" + value.length + "]";
    }
}
