package dev.exhibit.boundary.http;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes the path and the query of a request apart, strictly (RFC 3986). Nothing is normalised: a path is what it is. */
final class RequestPath {
    private static final String PLAIN = "-._~!$&'()*+,=:@";
    private static final String PLAIN_IN_QUERY = "-._~!$'()*+,:@/?";

    private RequestPath() {}

    /**
     * The decoded segments of {@code rawPath}, which begins with a slash.
     *
     * @throws MalformedException for bad escapes, dot segments, and characters that have no place in a segment
     */
    static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            String segment = decode(raw, PLAIN);
            if (segment.equals(".") || segment.equals("..") || segment.contains("/")) {
                throw new MalformedException(Reason.BAD_VALUE, "a path has no dot segments and no escaped slashes");
            }
            segments.add(segment);
        }
        return List.copyOf(segments);
    }

    /** The decoded parameters of {@code rawQuery}, by name; a name may have come several times. */
    static Map<String, List<String>> query(String rawQuery) {
        Map<String, List<String>> query = new HashMap<>();
        if (rawQuery.isEmpty()) {
            return query;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new MalformedException(Reason.BAD_VALUE, "a query has the form name=value&name=value");
            }
            String name = decode(pair.substring(0, equals), PLAIN_IN_QUERY);
            query.computeIfAbsent(name, ignored -> new ArrayList<>())
                    .add(decode(pair.substring(equals + 1), PLAIN_IN_QUERY + "="));
        }
        return query;
    }

    private static String decode(String raw, String plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(escaped(raw, i));
                i += 2;
            } else if (isAlphanumeric(c) || plain.indexOf(c) >= 0) {
                bytes.write(c);
            } else {
                throw new MalformedException(Reason.BAD_VALUE, "a character in path or query must be escaped");
            }
        }
        return text(bytes.toByteArray());
    }

    private static int escaped(String raw, int percent) {
        boolean complete = percent + 2 < raw.length();
        int high = complete ? Character.digit(raw.charAt(percent + 1), 16) : -1;
        int low = complete ? Character.digit(raw.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedException(Reason.HEX, "an escape in path or query has two hexadecimal digits");
        }
        return high * 16 + low;
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedException(Reason.BAD_VALUE, "path and query are UTF-8");
        }
        throw new MalformedException(Reason.BAD_VALUE, "path and query hold no control characters");
    }

    private static boolean isAlphanumeric(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }
}
