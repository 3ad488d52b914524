package dev.exhibit.crypto.encoding;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.HexFormat;

/** Lower-case hexadecimal, two digits a byte; upper case is refused so that a digest has one spelling. */
public final class Hex {
    private static final HexFormat LOWER = HexFormat.of();

    private Hex() {}

    public static String encode(Bytes bytes) {
        return LOWER.formatHex(bytes.shared());
    }

    /** @throws MalformedException unless {@code text} is lower-case hexadecimal of even length */
    public static Bytes decode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'a' && c <= 'f';
            if (!digit && !letter) {
                throw new MalformedException(Reason.HEX, "not lower-case hexadecimal at position " + i);
            }
        }
        if (text.length() % 2 != 0) {
            throw new MalformedException(Reason.HEX, "hexadecimal of odd length " + text.length());
        }
        return Bytes.owned(LOWER.parseHex(text));
    }
}
