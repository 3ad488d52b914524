package dev.exhibit.attestor.scan;

/** Where a number stands for itself, and is no part of a name, path, version, decimal fraction or digest. */
final class Numbers {
    private static final String JOINING = "_-./+@%\\";

    private Numbers() {}

    /** Whether a number may begin after, or end before, what is at {@code at}; before the text and after it, it may. */
    static boolean isOpen(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return true;
        }
        char c = text.charAt(at);
        if (c == '.' || c == '-') {
            return at == text.length() - 1 || text.charAt(at + 1) == ' '; // the end of a sentence
        }
        return !Ascii.isAlnum(c) && JOINING.indexOf(c) < 0;
    }
}
