package dev.exhibit.boundary.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that must hold for the service to do its work.
 *
 * @param name 1 to 63 of {@code a-z 0-9 -}
 * @param problem looks now; empty if it holds, else what is wrong in a few words, without a secret
 */
public record HealthCheck(String name, Supplier<Optional<String>> problem) {}
