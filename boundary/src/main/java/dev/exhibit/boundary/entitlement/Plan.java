package dev.exhibit.boundary.entitlement;

import java.util.Optional;

/**
 * What one tenant may have; nothing where there is no bound but that of {@code Limits}.
 *
 * @param requestsPerSecond in the long run, at least 1
 * @param clients in use at a time, at least 1
 * @param storedBytes bytes of all its blobs together
 */
public record Plan(Optional<Integer> requestsPerSecond, Optional<Integer> clients, Optional<Long> storedBytes) {
    private static final Plan UNBOUNDED = new Plan(Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException for a number that makes no sense */
    public Plan {
        boolean positive = requestsPerSecond.orElse(1) >= 1 && clients.orElse(1) >= 1;
        if (!positive || storedBytes.orElse(0L) < 0) {
            throw new IllegalArgumentException("a plan gives at least one request, one client and no bytes");
        }
    }

    /** Without any quota. */
    public static Plan unbounded() {
        return UNBOUNDED;
    }
}
