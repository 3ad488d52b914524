package dev.exhibit.boundary.limit;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Stops asking a dependency that does not answer, so that nobody waits for it in vain: after too many failures it is
 * left alone for a while, then a few calls find out whether it is back. Thread-safe.
 */
public final class Breaker {
    private final String name;
    private final Predicate<RuntimeException> failure;
    private final CircuitBreaker breaker;

    /** How a dependency does. */
    public enum State {
        /** Well. */
        CLOSED,
        /** Being tried again. */
        HALF_OPEN,
        /** Lost: nobody asks it. */
        OPEN;

        /** The name in metrics. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param name of the dependency, 1 to 63 of {@code a-z 0-9 -}
     * @param failure whether an exception says that the dependency is lost; all others say that it is there
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public Breaker(String name, BreakerLimits limits, Predicate<RuntimeException> failure, LongSupplier nanoTime) {
        this.name = name;
        this.failure = failure;
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(limits.window())
                        .minimumNumberOfCalls(limits.calls())
                        .failureRateThreshold(limits.failures())
                        .waitDurationInOpenState(limits.pause())
                        .permittedNumberOfCallsInHalfOpenState(limits.trials())
                        .clock(new Monotonic(nanoTime))
                        .currentTimestampFunction(clock -> nanoTime.getAsLong(), TimeUnit.NANOSECONDS)
                        .build());
    }

    public String name() {
        return name;
    }

    /**
     * Does {@code work}, which needs the dependency.
     *
     * @throws ProblemException {@code unavailable}, at once, while the dependency is left alone
     */
    public <T> T call(Supplier<T> work) {
        if (!breaker.tryAcquirePermission()) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, name + " cannot be used now; it is tried again soon");
        }
        long start = breaker.getCurrentTimestamp();
        boolean lost = false;
        try {
            return work.get();
        } catch (RuntimeException failed) {
            lost = failure.test(failed);
            throw failed;
        } finally {
            report(start, lost);
        }
    }

    public State state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
        };
    }

    /** What is wrong, for readiness: empty while the dependency is asked. */
    public Optional<String> problem() {
        return state() == State.OPEN ? Optional.of("does not answer; it is tried again soon") : Optional.empty();
    }

    /** The pause is measured like everything else: a clock that is set does not end it. */
    private static final class Monotonic extends Clock {
        private final LongSupplier nanoTime;

        Monotonic(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanoTime.getAsLong());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void report(long start, boolean lost) {
        long took = breaker.getCurrentTimestamp() - start;
        if (lost) {
            breaker.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(name));
        } else {
            breaker.onSuccess(took, TimeUnit.NANOSECONDS);
        }
    }
}
