package dev.exhibit.boundary;

import java.time.Duration;

/**
 * How far this machine's clock may be off.
 *
 * @param alarm from a reference: then readiness says so
 * @param stop from a reference, or in a jump: then nothing is signed
 * @param every how often the references are asked
 * @param authoritySilence when a timestamp authority elsewhere was not heard for so long, it is asked for the time
 * @param authorityTime from the question to the last byte of its answer
 */
public record ClockLimits(
        Duration alarm, Duration stop, Duration every, Duration authoritySilence, Duration authorityTime) {
    public ClockLimits {
        Limits.requirePositive(Math.min(alarm.toMillis(), every.toMillis()));
        Limits.requirePositive(Math.min(authoritySilence.toMillis(), authorityTime.toMillis()));
        Limits.requirePositive(stop.minus(alarm).toMillis());
    }

    /** The documented defaults. */
    public static ClockLimits defaults() {
        return new ClockLimits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(3));
    }
}
