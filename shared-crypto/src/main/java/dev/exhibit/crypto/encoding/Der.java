package dev.exhibit.crypto.encoding;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A cursor over DER (ITU-T X.690 section 10): definite minimal lengths, minimal integers, no trailing bytes, nesting of
 * at most {@value #MAX_DEPTH}. The one DER decoder.
 *
 * <p>Read the elements in order, then call {@link #end()}. For one thread.
 */
public final class Der {
    /** How deep constructed elements may nest. */
    public static final int MAX_DEPTH = 16;

    public static final int BOOLEAN = 0x01;
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int NULL = 0x05;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int UTF8_STRING = 0x0C;
    public static final int UTC_TIME = 0x17;
    public static final int GENERALIZED_TIME = 0x18;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;

    private static final int MAX_LENGTH_BYTES = 3;
    private static final int HIGH_TAG = 0x1F;

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

    /** The elements of the one SEQUENCE that {@code document} is. */
    public static Der ofSequence(Bytes document) {
        Der outer = of(document);
        Der elements = outer.sequence();
        outer.end();
        return elements;
    }

    /** The tag byte of a context-specific constructed element, {@code [number]}. */
    public static int context(int number) {
        return 0xA0 | number;
    }

    /** The tag byte of a context-specific primitive element, {@code [number] IMPLICIT}. */
    public static int primitive(int number) {
        return 0x80 | number;
    }

    /** The elements of the SEQUENCE that comes next. */
    public Der sequence() {
        return constructed(SEQUENCE);
    }

    /** The elements of the constructed element with this tag byte that comes next. */
    public Der constructed(int tag) {
        return new Der(content(tag), depth + 1);
    }

    /** Whether an element with this tag byte comes next. */
    public boolean nextIs(int tag) {
        return position < content.size() && content.at(position) == tag;
    }

    /** Whether anything is left. */
    public boolean hasMore() {
        return position < content.size();
    }

    /** The INTEGER that comes next: minimal and not negative. */
    public BigInteger nonNegativeInteger() {
        Bytes value = content(INTEGER);
        if (value.size() == 0) {
            throw refused("INTEGER without content");
        }
        if (value.at(0) >= 0x80) {
            throw refused("negative INTEGER");
        }
        if (value.size() > 1 && value.at(0) == 0 && value.at(1) < 0x80) {
            throw refused("INTEGER is not minimal");
        }
        return new BigInteger(value.shared());
    }

    /** The INTEGER that comes next must be this small number. */
    public void exactly(int number, String what) {
        BigInteger found = nonNegativeInteger();
        if (!found.equals(BigInteger.valueOf(number))) {
            throw new MalformedException(Reason.UNSUPPORTED, "expected " + what + " " + number);
        }
    }

    /** The BOOLEAN that comes next: FF or 00. */
    public boolean bool() {
        Bytes value = content(BOOLEAN);
        if (value.size() != 1 || (value.at(0) != 0 && value.at(0) != 0xFF)) {
            throw refused("BOOLEAN is neither 00 nor FF");
        }
        return value.at(0) != 0;
    }

    /** A BOOLEAN DEFAULT FALSE: absent, or TRUE; DER does not write the default. */
    public boolean defaultFalse() {
        if (!nextIs(BOOLEAN)) {
            return false;
        }
        if (!bool()) {
            throw refused("a default value is written out");
        }
        return true;
    }

    /** The octets of the BIT STRING that comes next; it must have no unused bits. */
    public Bytes bitString() {
        Bytes value = content(BIT_STRING);
        if (value.size() == 0 || value.at(0) != 0) {
            throw refused("BIT STRING with unused bits");
        }
        return value.slice(1, value.size());
    }

    /**
     * The named bits of the BIT STRING that comes next, the first one as the highest bit of an int; at most 32 of them.
     */
    public int namedBits() {
        Bytes value = content(BIT_STRING);
        boolean sized = value.size() >= 2 && value.size() <= 1 + Integer.BYTES && value.at(0) < 8;
        if (!sized || Integer.numberOfTrailingZeros(value.at(value.size() - 1)) != value.at(0)) {
            throw refused("named bits are not minimal");
        }
        int bits = 0;
        for (int i = 1; i < value.size(); i++) {
            bits |= value.at(i) << (Integer.SIZE - 8 * i);
        }
        return bits;
    }

    public Bytes octetString() {
        return content(OCTET_STRING);
    }

    /** The NULL that comes next. */
    public void nothing() {
        if (content(NULL).size() != 0) {
            throw refused("NULL with content");
        }
    }

    /** The OBJECT IDENTIFIER that comes next, in dotted form. */
    public String oid() {
        return DerText.oid(content(OBJECT_IDENTIFIER));
    }

    /** The UTF8String that comes next. */
    public String utf8() {
        return utf8(content(UTF8_STRING));
    }

    /** The UTCTime or GeneralizedTime that comes next: whole seconds, in UTC (RFC 5280 section 4.1.2.5). */
    public Instant time() {
        return nextIs(UTC_TIME) ? DerText.utcTime(content(UTC_TIME)) : generalizedTime();
    }

    public Instant generalizedTime() {
        return DerText.generalizedTime(content(GENERALIZED_TIME));
    }

    /** The element that comes next, whole: tag, length and content. */
    public Bytes whole() {
        int start = position;
        int tag = next();
        if ((tag & HIGH_TAG) == HIGH_TAG) {
            throw refused("a tag above 30");
        }
        skip(length());
        return content.slice(start, position);
    }

    /** The content of the element that comes next, which must have this tag byte. */
    public Bytes content(int tag) {
        if (!nextIs(tag)) {
            throw refused(String.format("expected tag %02X", tag));
        }
        position++;
        int length = length();
        skip(length);
        return content.slice(position - length, position);
    }

    /** Call when everything has been read: refuses bytes that are left. */
    public void end() {
        if (position != content.size()) {
            throw refused(content.size() - position + " bytes too many");
        }
    }

    private void skip(int length) {
        if (length > content.size() - position) {
            throw refused("an element is longer than what holds it");
        }
        position += length;
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

    private static String utf8(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.buffer()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw refused("UTF8String that is not UTF-8");
        }
    }

    static MalformedException refused(String why) {
        return new MalformedException(Reason.DER, "not DER: " + why);
    }
}
