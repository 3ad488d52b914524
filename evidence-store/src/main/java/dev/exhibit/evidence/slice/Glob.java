package dev.exhibit.evidence.slice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A pattern for a whole text: {@code *} stands for any characters, or none; everything else for itself. Takes time in
 * proportion to the text, whatever the pattern is: what stands between two stars is searched for once, by the method of
 * Knuth, Morris and Pratt. Immutable.
 */
final class Glob {
    private final List<Literal> literals;

    private Glob(List<Literal> literals) {
        this.literals = List.copyOf(literals);
    }

    /** @param plain how what stands between the stars is to be read */
    static Glob of(String pattern, UnaryOperator<String> plain) {
        List<Literal> literals = new ArrayList<>();
        for (String literal : pattern.split("\\*", -1)) {
            literals.add(new Literal(plain.apply(literal)));
        }
        return new Glob(literals);
    }

    boolean matches(String text) {
        String first = literals.getFirst().text;
        String last = literals.getLast().text;
        if (literals.size() == 1) {
            return text.equals(first);
        }
        int end = text.length() - last.length();
        int at = first.length();
        if (end < at || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        for (Literal middle : literals.subList(1, literals.size() - 1)) {
            at = middle.endIn(text, at, end);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    /** What stands between two stars. */
    private static final class Literal {
        private final String text;
        private final int[] overlaps;

        Literal(String text) {
            this.text = text;
            this.overlaps = new int[text.length()];
            int matched = 0;
            for (int at = 1; at < text.length(); at++) {
                matched = step(matched, text.charAt(at));
                overlaps[at] = matched;
            }
        }

        /** Where its first occurrence between {@code from} and {@code to} ends, or -1. */
        int endIn(String searched, int from, int to) {
            if (text.isEmpty()) {
                return from;
            }
            int matched = 0;
            for (int at = from; at < to; at++) {
                matched = step(matched, searched.charAt(at));
                if (matched == text.length()) {
                    return at + 1;
                }
            }
            return -1;
        }

        /** How much of the text is matched after one more character. */
        private int step(int matched, char next) {
            int now = matched;
            while (now > 0 && text.charAt(now) != next) {
                now = overlaps[now - 1];
            }
            return text.charAt(now) == next ? now + 1 : now;
        }
    }
}
