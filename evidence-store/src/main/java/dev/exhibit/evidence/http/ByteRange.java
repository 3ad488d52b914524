package dev.exhibit.evidence.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes (RFC 9110, section 14.1.2) that lies within its blob.
 *
 * @param first position of the first byte
 * @param last position of the last byte
 */
record ByteRange(long first, long last) {
    /** A digit more than the largest blob's size has. */
    private static final int DIGITS = 18;

    private static final Pattern ONE = Pattern.compile("(?i:bytes)= *([0-9]*)-([0-9]*) *");

    /**
     * Reads a {@code Range} header. Empty where the whole blob is the answer: other units, several ranges, and what is no
     * range at all.
     *
     * @throws ProblemException {@code range_unsatisfiable} for a range that begins behind the last byte
     */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher one = ONE.matcher(header);
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return Optional.empty();
        }
        return one.group(1).isEmpty()
                ? suffix(number(one.group(2)), size)
                : fromFirst(number(one.group(1)), one.group(2), size);
    }

    long length() {
        return last - first + 1;
    }

    /** {@code Content-Range} of it. */
    String of(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    /** The last bytes; of an empty blob all it has, which is no range. */
    private static Optional<ByteRange> suffix(long length, long size) {
        if (length == 0) {
            throw unsatisfiable(size);
        }
        return size == 0 ? Optional.empty() : Optional.of(new ByteRange(Math.max(0, size - length), size - 1));
    }

    private static Optional<ByteRange> fromFirst(long first, String lastText, long size) {
        long last = lastText.isEmpty() ? Long.MAX_VALUE : number(lastText);
        if (last < first) {
            return Optional.empty();
        }
        if (first >= size) {
            throw unsatisfiable(size);
        }
        return Optional.of(new ByteRange(first, Math.min(last, size - 1)));
    }

    private static long number(String digits) {
        return digits.length() > DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static ProblemException unsatisfiable(long size) {
        return new ProblemException(
                ProblemCode.RANGE_UNSATISFIABLE,
                "the blob has " + size + " bytes",
                Json.object().with("contentRange", "bytes */" + size));
    }
}
