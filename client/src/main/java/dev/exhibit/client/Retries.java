package dev.exhibit.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how patiently a request is sent again. Only what may be repeated is: the service makes a repetition safe
 * by idempotency key or digest.
 *
 * @param attempts tries in all, at least 1
 * @param first wait before the second try; doubled for each further one
 * @param longest bound of one wait; where the service asks for a longer one, the caller is told instead
 * @param pause waits
 * @param random spreads the waits, so that clients do not come back together
 */
public record Retries(int attempts, Duration first, Duration longest, Pause pause, RandomGenerator random) {

    /** Waits for a while. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration time);
    }

    /** Four tries, waiting 200 ms at first and 10 s at most. */
    public static Retries defaults(Pause pause, RandomGenerator random) {
        return new Retries(4, Duration.ofMillis(200), Duration.ofSeconds(10), pause, random);
    }

    /** One try. */
    public static Retries none() {
        return new Retries(1, Duration.ZERO, Duration.ZERO, time -> {}, RandomGenerator.getDefault());
    }

    /** Whether to try again after try number {@code attempt}, when the service {@code asked} for a wait. */
    boolean another(int attempt, Duration asked) {
        return attempt < attempts && asked.compareTo(longest) <= 0;
    }

    /** Waits after try number {@code attempt}, at least as long as the service {@code asked}. */
    void await(int attempt, Duration asked) {
        long base = first.toMillis() << Math.min(attempt - 1, 16);
        long jittered = base / 2 + random.nextLong(base / 2 + 1);
        long wanted = Math.max(jittered, asked.toMillis());
        pause.of(Duration.ofMillis(Math.min(wanted, longest.toMillis())));
    }
}
