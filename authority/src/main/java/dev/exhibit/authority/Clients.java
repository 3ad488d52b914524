package dev.exhibit.authority;

import dev.exhibit.boundary.register.RegisteredClient;
import java.util.Optional;

/**
 * Who may be issued tokens.
 *
 * <p>Contract, held by {@code ClientsContract} for every implementation: what {@link #find} answers is at most five seconds
 * old, so that a client that was disabled gets nothing after that; a disabled client is answered too, and says so. One id
 * has one tenant and one role for ever. Thread-safe.
 */
@FunctionalInterface
public interface Clients {
    /**
     * The client of that id, if there is one.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if that cannot be told now
     */
    Optional<RegisteredClient> find(String id);
}
