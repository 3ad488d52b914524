package dev.exhibit.boundary.identity;

import dev.exhibit.crypto.digest.Digest;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which service identities are known. Deny by default: an identity that is not registered is nobody.
 *
 * <p>Contract: what is answered holds at the moment of the question, on every replica: no copy is asked that could be older
 * than an acknowledged change. Thread-safe.
 */
@FunctionalInterface
public interface IdentityRegistry {
    /**
     * How {@code identity} stands.
     *
     * @param certificate the SHA-256 of the certificate that says so, where one is shown
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if that cannot be told now
     */
    Standing standing(ServiceIdentity identity, Optional<Digest> certificate);

    /** The caller behind {@code identity}, if it may come in. */
    default Optional<Caller> find(ServiceIdentity identity) {
        return switch (standing(identity, Optional.empty())) {
            case Standing.Known known -> Optional.of(known.caller());
            case Standing.Refused ignored -> Optional.empty();
        };
    }

    /** One whose clients are called like their identities, and where nothing is ever taken out of use. */
    static IdentityRegistry of(Function<ServiceIdentity, Optional<Caller>> callers) {
        return (identity, certificate) -> callers.apply(identity)
                .<Standing>map(caller -> new Standing.Known(caller, identity.value()))
                .orElse(Standing.Refused.UNKNOWN);
    }
}
