package dev.exhibit.boundary.fetch;

import java.time.Duration;

/**
 * How fast a large answer must come: at least so much in each span of time, and all of it in so many spans.
 *
 * @param span how long is waited between two looks
 * @param bytes what must have come between them
 * @param spans how many spans the whole body may take
 */
public record Pace(Duration span, long bytes, long spans) {
    public Pace {
        if (!span.isPositive() || bytes < 1 || spans < 1) {
            throw new IllegalArgumentException("a pace is made of positive numbers");
        }
    }

    /** At least {@code rate} bytes a second, looked at every {@code span}; all of it within {@code total}. */
    public static Pace of(long rate, Duration span, Duration total) {
        return new Pace(span, Math.max(1, rate * span.toMillis() / 1000), Math.max(1, total.dividedBy(span)));
    }
}
