package dev.exhibit.crypto.json;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;

/**
 * The one JSON encoder: RFC 8785 (JCS). Members sorted by UTF-16 code units, no white space, ECMAScript numbers, the
 * fewest escapes. Equal values give equal bytes.
 *
 * @param bytes the UTF-8 document
 */
public record CanonicalJson(Bytes bytes) {

    /** Encodes {@code value}. */
    public static CanonicalJson of(Json value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return new CanonicalJson(Bytes.utf8(out.toString()));
    }

    /** SHA-256 of the document. */
    public Digest digest() {
        return Hashing.of(bytes);
    }

    private static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj object -> writeObject(object.members(), out);
            case Json.Arr array -> {
                char separator = '[';
                for (Json item : array.items()) {
                    out.append(separator);
                    write(item, out);
                    separator = ',';
                }
                out.append(array.items().isEmpty() ? "[]" : "]");
            }
            case Json.Text text -> writeText(text.value(), out);
            case Json.Num number -> out.append(writeNumber(number.value()));
            case Json.Bool flag -> out.append(flag.value());
            case Json.Null ignored -> out.append("null");
        }
    }

    private static void writeObject(Map<String, Json> members, StringBuilder out) {
        char separator = '{';
        for (Map.Entry<String, Json> member : new TreeMap<>(members).entrySet()) {
            out.append(separator);
            writeText(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static String writeNumber(double value) {
        try {
            return NumberToJSON.serializeNumber(value);
        } catch (IOException notFinite) {
            throw new UncheckedIOException(notFinite);
        }
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
