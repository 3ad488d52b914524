package dev.exhibit.crypto.encoding;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;

/**
 * A cursor over DER (ITU-T X.690 section 10): definite minimal lengths, minimal integers, no trailing bytes, nesting of
 * at most {@value #MAX_DEPTH}. The one DER decoder for what is read by hand.
 *
 * <p>Read the elements in order, then call {@link #end()}. For one thread.
 */
public final class Der {
    /** How deep constructed elements may nest. */
    public static final int MAX_DEPTH = 16;

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int MAX_LENGTH_BYTES = 3;

    private final Bytes content;
    private final int depth;
    private int position;

    private Der(Bytes content, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("nested deeper than " + MAX_DEPTH);
        }
        this.content = content;
        this.depth = depth;
    }

    /** A cursor at the start of {@code document}. */
    public static Der of(Bytes document) {
        return new Der(document, 0);
    }

    /** The elements of the SEQUENCE that comes next. */
    public Der sequence() {
        return new Der(element(SEQUENCE, "SEQUENCE"), depth + 1);
    }

    /** The INTEGER that comes next: minimal and not negative. */
    public BigInteger nonNegativeInteger() {
        Bytes value = element(INTEGER, "INTEGER");
        if (value.size() == 0) {
            throw refused("INTEGER without content");
        }
        if (value.at(0) >= 0x80) {
            throw refused("negative INTEGER");
        }
        if (value.size() > 1 && value.at(0) == 0 && value.at(1) < 0x80) {
            throw refused("INTEGER is not minimal");
        }
        return new BigInteger(value.toArray());
    }

    /** The octets of the BIT STRING that comes next; it must have no unused bits. */
    public Bytes bitString() {
        Bytes value = element(BIT_STRING, "BIT STRING");
        if (value.size() == 0 || value.at(0) != 0) {
            throw refused("BIT STRING with unused bits");
        }
        return value.slice(1, value.size());
    }

    /** The content octets of the OBJECT IDENTIFIER that comes next. */
    public Bytes objectIdentifier() {
        return element(OBJECT_IDENTIFIER, "OBJECT IDENTIFIER");
    }

    /** Call when everything has been read: refuses bytes that are left. */
    public void end() {
        if (position != content.size()) {
            throw refused(content.size() - position + " bytes too many");
        }
    }

    private Bytes element(int tag, String name) {
        if (next() != tag) {
            throw refused("expected " + name);
        }
        int length = length();
        if (length > content.size() - position) {
            throw refused(name + " is longer than what holds it");
        }
        position += length;
        return content.slice(position - length, position);
    }

    private int length() {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7F;
        if (count == 0 || count > MAX_LENGTH_BYTES) {
            throw refused("length is indefinite or above 16 MiB");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | next();
        }
        if (length < 0x80 || length >> (8 * (count - 1)) == 0) {
            throw refused("length is not minimal");
        }
        return length;
    }

    private int next() {
        if (position == content.size()) {
            throw refused("ends too early");
        }
        return content.at(position++);
    }

    private static MalformedException refused(String why) {
        return new MalformedException(Reason.DER, "not DER: " + why);
    }
}
