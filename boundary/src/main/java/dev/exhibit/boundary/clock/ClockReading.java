package dev.exhibit.boundary.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What another clock said, and when it was asked by this machine's clock.
 *
 * @param asked this machine's time when the question went out
 * @param taken until the answer was here, by the monotonic clock
 * @param from the other's time, at the earliest
 * @param to the other's time, at the latest: many say whole seconds only
 */
public record ClockReading(Instant asked, Duration taken, Instant from, Instant to) {
    public ClockReading {
        if (taken.isNegative() || to.isBefore(from)) {
            throw new IllegalArgumentException("a reading takes time, and its end is not before its start");
        }
    }

    /**
     * Asks another clock.
     *
     * @param clock this machine's time of day
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public static ClockReading of(ClockReference reference, InstantSource clock, LongSupplier nanoTime) {
        long asked = nanoTime.getAsLong();
        Instant before = clock.instant();
        Instant theirs = reference.now().get();
        return new ClockReading(before, Duration.ofNanos(nanoTime.getAsLong() - asked), theirs, theirs);
    }

    /**
     * How far this machine is ahead, as far as that is certain: the answer was given some time between question and receipt,
     * so that much is not counted.
     */
    public Duration skew() {
        Duration least = Duration.between(to, asked);
        Duration most = Duration.between(from, asked).plus(taken);
        if (least.isNegative() && most.isPositive()) {
            return Duration.ZERO;
        }
        return least.isNegative() ? most : least;
    }
}
