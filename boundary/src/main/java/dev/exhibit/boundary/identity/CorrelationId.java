package dev.exhibit.boundary.identity;

import java.util.regex.Pattern;

/**
 * Ties everything one request caused: answer, problem, log line, audit record.
 *
 * @param value 8 to 64 of {@code A-Z a-z 0-9 _ -}
 */
public record CorrelationId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    public CorrelationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a correlation id");
        }
    }

    /** Whether {@code text} may serve as a correlation id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
