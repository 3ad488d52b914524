package dev.exhibit.crypto.encoding;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The DER values that are text in the end: object identifiers and times. */
final class DerText {
    private static final int MAX_ARC_BYTES = 9;
    private static final int MAX_OID = 64;

    /** RFC 5280 section 4.1.2.5.1: a two-digit year from 50 is of the last century. */
    private static final int CENTURY = 50;

    private DerText() {}

    /** Dotted form; arcs of at most 63 bits, each minimal. */
    static String oid(Bytes content) {
        if (content.size() == 0 || content.size() > MAX_OID) {
            throw Der.refused("OBJECT IDENTIFIER is empty or long");
        }
        StringBuilder dotted = new StringBuilder();
        int position = 0;
        while (position < content.size()) {
            int length = arcLength(content, position);
            appendArc(dotted, arc(content, position, length));
            position += length;
        }
        return dotted.toString();
    }

    private static int arcLength(Bytes content, int start) {
        if (content.at(start) == 0x80) {
            throw Der.refused("OBJECT IDENTIFIER is not minimal");
        }
        int end = start;
        while (content.at(end) >= 0x80) {
            end++;
            if (end == content.size() || end - start == MAX_ARC_BYTES) {
                throw Der.refused("OBJECT IDENTIFIER ends within a number, or holds one that is too large");
            }
        }
        return end - start + 1;
    }

    private static long arc(Bytes content, int start, int length) {
        long arc = 0;
        for (int i = start; i < start + length; i++) {
            arc = (arc << 7) | (content.at(i) & 0x7F);
        }
        return arc;
    }

    private static void appendArc(StringBuilder dotted, long arc) {
        if (dotted.isEmpty()) {
            long first = Math.min(arc / 40, 2);
            dotted.append(first).append('.').append(arc - 40 * first);
        } else {
            dotted.append('.').append(arc);
        }
    }

    static Instant utcTime(Bytes content) {
        String digits = digits(content, "YYMMDDhhmmssZ".length());
        int year = number(digits, 0, 2);
        return instant(year >= CENTURY ? 1900 + year : 2000 + year, digits.substring(2));
    }

    static Instant generalizedTime(Bytes content) {
        String digits = digits(content, "YYYYMMDDhhmmssZ".length());
        return instant(number(digits, 0, 4), digits.substring(4));
    }

    private static String digits(Bytes content, int length) {
        String text = new String(content.shared(), StandardCharsets.ISO_8859_1);
        boolean plain = text.chars()
                .limit(Math.max(0, text.length() - 1))
                .allMatch(character -> character >= '0' && character <= '9');
        if (text.length() != length || !text.endsWith("Z") || !plain) {
            throw Der.refused("a time is whole seconds in UTC");
        }
        return text;
    }

    private static Instant instant(int year, String rest) {
        try {
            return LocalDateTime.of(
                            year,
                            number(rest, 0, 2),
                            number(rest, 2, 4),
                            number(rest, 4, 6),
                            number(rest, 6, 8),
                            number(rest, 8, 10))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchTime) {
            throw Der.refused("no such time");
        }
    }

    private static int number(String digits, int start, int end) {
        return Integer.parseInt(digits.substring(start, end));
    }
}
