package dev.exhibit.boundary.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Ties everything one request caused: answer, problem, log line, audit record.
 *
 * @param value 8 to 64 of {@code A-Z a-z 0-9 _ -}
 * @param trace the trace that the request belongs to (W3C Trace Context), kept in audit records: 32 of {@code 0-9 a-f}
 */
public record CorrelationId(String value, Optional<String> trace) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    public CorrelationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a correlation id");
        }
    }

    /** Of a request that belongs to no trace. */
    public CorrelationId(String value) {
        this(value, Optional.empty());
    }

    /** The same request as a part of a trace. */
    public CorrelationId within(String traceId) {
        return new CorrelationId(value, Optional.of(traceId));
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
