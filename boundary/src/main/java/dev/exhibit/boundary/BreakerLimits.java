package dev.exhibit.boundary;

import java.time.Duration;

/**
 * When a dependency counts as lost, so that it is no longer waited for.
 *
 * @param window the last calls that are looked at
 * @param calls of them there must be before anything is judged
 * @param failures percent of them that failed for it to count as lost
 * @param pause how long it is left alone then
 * @param trials calls that then find out whether it is back
 */
public record BreakerLimits(int window, int calls, int failures, Duration pause, int trials) {
    public BreakerLimits {
        Limits.requirePositive(Math.min(Math.min(window, calls), Math.min(failures, trials)));
        Limits.requirePositive(pause.toMillis());
    }

    /** The documented defaults. */
    public static BreakerLimits defaults() {
        return new BreakerLimits(20, 10, 50, Duration.ofSeconds(2), 3);
    }
}
