package dev.exhibit.cli.picture;

import java.util.Locale;

/** Text within HTML and SVG documents: it shows as it is, and nothing in it does anything. */
final class Html {
    private Html() {}

    /**
     * The text as content or quoted attribute. Controls, and characters that turn the direction of reading or show nothing, are written
     * as what they are, for example {@code U+202E}.
     */
    static String text(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(character -> append(safe, character));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int character) {
        switch (character) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> {
                if (shows(character)) {
                    safe.appendCodePoint(character);
                } else {
                    safe.append("U+").append(String.format(Locale.ROOT, "%04X", character));
                }
            }
        }
    }

    private static boolean shows(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
