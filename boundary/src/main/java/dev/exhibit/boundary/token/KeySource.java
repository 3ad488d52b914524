package dev.exhibit.boundary.token;

import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Optional;

/**
 * The public keys of one issuer. Contract: answers from what the issuer published last, as far as that is known and not
 * too old; never asks anybody whom the token names. Thread-safe.
 */
@FunctionalInterface
public interface KeySource {
    /**
     * The key that {@code jws} says it was signed with, if the issuer has it.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if the issuer's keys are not known
     */
    Optional<VerificationKey> keyFor(Jws jws);
}
