package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;

/**
 * Where refusals of the gates are remembered.
 *
 * <p>Contract: one transaction of its own, durable when it returns. Only the caller's own tenant is seen. Thread-safe.
 */
@FunctionalInterface
public interface RefusalLog {
    /** @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}; nothing is signed in that case either */
    void remember(Call call, Refusal refusal);
}
