package dev.exhibit.attestor.scan;

/**
 * Tokens that their issuer marks with a prefix.
 *
 * @param prefix how each begins
 * @param alphabet what follows
 * @param min how many characters of it follow at least
 * @param max and at most; what is longer is something else
 */
record TokenForm(String prefix, Alphabet alphabet, int min, int max) {
    /** A placeholder such as {@code ghp_xxxx} has fewer different characters. */
    private static final int MIN_DISTINCT = 8;

    /** A set of characters. */
    @FunctionalInterface
    interface Alphabet {
        boolean has(char c);
    }

    static TokenForm exactly(int length, String prefix, Alphabet alphabet) {
        return new TokenForm(prefix, alphabet, length, length);
    }

    static TokenForm atLeast(int length, String prefix, Alphabet alphabet) {
        return new TokenForm(prefix, alphabet, length, Integer.MAX_VALUE);
    }

    /** Whether {@code text} holds one. */
    boolean in(String text) {
        int at = text.indexOf(prefix);
        while (at >= 0) {
            int next = at + prefix.length();
            if (Ascii.beginsWord(text, at)) {
                int end = end(text, next);
                if (isToken(text, next, end)) {
                    return true;
                }
                next = end; // nothing that begins within this run is longer or has more different characters
            }
            at = text.indexOf(prefix, next);
        }
        return false;
    }

    private boolean isToken(String text, int from, int end) {
        int length = end - from;
        return length >= min && length <= max && Ascii.distinct(text, from, end) >= MIN_DISTINCT;
    }

    private int end(String text, int from) {
        int end = from;
        while (end < text.length() && alphabet.has(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
