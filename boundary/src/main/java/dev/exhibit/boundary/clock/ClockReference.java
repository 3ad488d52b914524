package dev.exhibit.boundary.clock;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * Another machine's clock.
 *
 * @param name 1 to 63 of {@code a-z 0-9 -}, for readiness and metrics
 * @param now asks it; throws {@link dev.exhibit.boundary.problem.ProblemException} {@code unavailable} if it does not answer
 */
public record ClockReference(String name, Supplier<Instant> now) {}
