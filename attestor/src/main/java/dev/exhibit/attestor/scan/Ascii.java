package dev.exhibit.attestor.scan;

/** Classes of characters, and where a word begins and ends. Other characters than ASCII are in no class. */
final class Ascii {
    private static final int PERCENT_ESCAPE = 3;

    private Ascii() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isAlnum(char c) {
        return isDigit(c) || isUpper(c) || isLower(c);
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Of base64 (RFC 4648, section 4) without padding. */
    static boolean isBase64(char c) {
        return isAlnum(c) || c == '+' || c == '/';
    }

    /** Of base64url (RFC 4648, section 5) without padding. */
    static boolean isBase64Url(char c) {
        return isAlnum(c) || c == '-' || c == '_';
    }

    /** Whether a word begins at {@code at}: what is before belongs to none, or to an escape such as {@code %3D} or {@code \n}. */
    static boolean beginsWord(String text, int at) {
        if (at == 0 || !isBase64Url(text.charAt(at - 1))) {
            return true;
        }
        boolean percent = at >= PERCENT_ESCAPE
                && text.charAt(at - PERCENT_ESCAPE) == '%'
                && isHex(text.charAt(at - 2))
                && isHex(text.charAt(at - 1));
        return percent || (at >= 2 && text.charAt(at - 2) == '\\');
    }

    /** How many characters in {@code text} from {@code from} to {@code to} are different; those beyond ASCII count as one. */
    static int distinct(String text, int from, int to) {
        long low = 0;
        long high = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < Long.SIZE) {
                low |= 1L << c;
            } else {
                high |= 1L << Math.min(c - Long.SIZE, Long.SIZE - 1);
            }
        }
        return Long.bitCount(low) + Long.bitCount(high);
    }
}
