package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.StoreLimits;
import dev.exhibit.boundary.limit.Breaker;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Does one act against the server: again where that may help, never beyond its time, and not at all while the server counts as
 * lost. Thread-safe.
 */
final class Attempts {
    private final StoreLimits limits;
    private final Breaker breaker;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;

    /** One act. */
    @FunctionalInterface
    interface Act<T> {
        /**
         * Does it once.
         *
         * @param number 1 for the first attempt; a later one may find the work of an earlier one done
         * @param left how long it may take
         */
        T attempt(int number, Duration left);
    }

    Attempts(StoreLimits limits, Breaker breaker, RandomGenerator random, LongSupplier nanoTime) {
        this.limits = limits;
        this.breaker = breaker;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** Whether an exception says that the server is lost: for the breaker. */
    static boolean isLost(RuntimeException failure) {
        return failure instanceof S3Failure s3 && s3.kind() == S3Failure.Kind.LOST;
    }

    /** The same for what is small: in the time in which its caller wants to hear that it failed. */
    <T> T soon(Act<T> act) {
        return within(limits.smallTime(), limits.smallTime(), act);
    }

    /** The same for bytes to read: they may flow for long, but what has not begun to flow in that time has failed. */
    <T> T flowing(Act<T> act) {
        return within(limits.totalTime(), limits.smallTime(), act);
    }

    /**
     * @throws S3Failure the last one
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}, at once, while the server counts as lost
     */
    <T> T run(Act<T> act) {
        return within(limits.totalTime(), limits.totalTime(), act);
    }

    /** @param last when the last attempt may begin */
    private <T> T within(Duration time, Duration last, Act<T> act) {
        long begin = nanoTime.getAsLong();
        long end = begin + time.toNanos();
        long lastBegin = begin + last.toNanos();
        long pause = limits.pause().toNanos();
        for (int number = 1; ; number++) {
            int attempt = number;
            try {
                // Each counts for the breaker, and none follows once it is open.
                return breaker.call(() -> act.attempt(attempt, Duration.ofNanos(end - nanoTime.getAsLong())));
            } catch (S3Failure failure) {
                boolean again = failure.mayPass()
                        && number < limits.attempts()
                        && !Thread.currentThread().isInterrupted();
                if (!again || nanoTime.getAsLong() + pause >= lastBegin) {
                    throw failure;
                }
            }
            LockSupport.parkNanos(pause / 2 + random.nextLong(pause / 2 + 1));
            pause *= 2;
        }
    }
}
