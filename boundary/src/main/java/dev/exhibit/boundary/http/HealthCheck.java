package dev.exhibit.boundary.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that should hold.
 *
 * @param name 1 to 63 of {@code a-z 0-9 -}
 * @param problem looks now; empty if it holds, else what is wrong in a few words, without a secret
 * @param needed whether the service is not ready without it; else it is said, and the service stays ready
 */
public record HealthCheck(String name, Supplier<Optional<String>> problem, boolean needed) {
    /** Something that must hold for the service to do its work. */
    public HealthCheck(String name, Supplier<Optional<String>> problem) {
        this(name, problem, true);
    }

    /**
     * Something that somebody should look at while the service goes on as before: all replicas may have it at once, and
     * would all be taken out.
     */
    public static HealthCheck notice(String name, Supplier<Optional<String>> problem) {
        return new HealthCheck(name, problem, false);
    }
}
