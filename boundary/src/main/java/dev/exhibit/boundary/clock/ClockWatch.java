package dev.exhibit.boundary.clock;

import dev.exhibit.boundary.ClockLimits;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * Compares this machine's clock with those of others, and with the monotonic clock: what is signed must not say a wrong
 * time. A reference that does not answer says nothing: what it said last stands. Thread-safe.
 */
public final class ClockWatch {
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final List<ClockReference> references;
    private final ClockLimits limits;
    private final NavigableMap<String, Duration> skews = new ConcurrentSkipListMap<>();
    private volatile Anchor anchor;

    /** What both own clocks said at one moment. */
    private record Anchor(Instant wall, long nanos) {}

    /** @param nanoTime a monotonic clock in nanoseconds */
    public ClockWatch(
            InstantSource clock, LongSupplier nanoTime, Collection<ClockReference> references, ClockLimits limits) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.references = List.copyOf(references);
        this.limits = limits;
        this.anchor = new Anchor(clock.instant(), nanoTime.getAsLong());
    }

    /** Asks every reference. To be called again and again; what was a jump is then judged by the references alone. */
    public void look() {
        for (ClockReference reference : references) {
            try {
                heard(reference.name(), ClockReading.of(reference, clock, nanoTime));
            } catch (ProblemException silent) {
                // Whoever needs it says so itself.
            }
        }
        anchor = new Anchor(clock.instant(), nanoTime.getAsLong());
    }

    /** Takes what another clock said, which was asked by somebody else. */
    public void heard(String reference, ClockReading reading) {
        skews.put(reference, reading.skew());
    }

    /** Whether this machine is so far off a reference that somebody should look. */
    public boolean isOff(String reference) {
        return skew(reference).abs().compareTo(limits.alarm()) > 0;
    }

    /** How far this machine is ahead of a reference, as far as that is certain; zero if it was never heard. */
    public Duration skew(String reference) {
        return skews.getOrDefault(reference, Duration.ZERO);
    }

    /** What somebody should look at; empty if every clock agrees. */
    public Optional<String> problem() {
        return beyond(limits.alarm());
    }

    /**
     * Returns if the time of day may be put into something that is signed.
     *
     * @throws ProblemException {@code unavailable} if it is off by more than {@link ClockLimits#stop}
     */
    public void demandRight() {
        beyond(limits.stop()).ifPresent(why -> {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "nothing is signed: " + why);
        });
    }

    private Optional<String> beyond(Duration bound) {
        Duration jump = jump();
        if (jump.abs().compareTo(bound) > 0) {
            return Optional.of("this machine's clock jumped by " + seconds(jump) + " s");
        }
        return skews.entrySet().stream()
                .filter(known -> known.getValue().abs().compareTo(bound) > 0)
                .map(known -> seconds(known.getValue()) + " s off that of " + known.getKey())
                .reduce((one, other) -> one + ", " + other)
                .map(all -> "this machine's clock is " + all);
    }

    private Duration jump() {
        Anchor last = anchor;
        Instant expected = last.wall().plusNanos(nanoTime.getAsLong() - last.nanos());
        return Duration.between(expected, clock.instant());
    }

    private static String seconds(Duration time) {
        return String.valueOf(time.toMillis() / 1_000.0);
    }
}
