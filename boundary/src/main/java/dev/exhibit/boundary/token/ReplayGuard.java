package dev.exhibit.boundary.token;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.time.Duration;
import java.time.Instant;

/**
 * The memory of used proofs, shared by all replicas: each proof is taken once.
 *
 * <p>Contract, held by {@code ReplayGuardContract} for every implementation: of all claims of one proof by one tenant, on
 * whatever replica and however close together, exactly one is {@link Claim#FIRST}, and it is durable before the answer;
 * what is remembered is forgotten only after its time; the memory is bounded by the claims within that time. An epoch
 * begins with an empty memory and is lost with it, so that nonces of before are worth nothing. Thread-safe.
 */
public interface ReplayGuard {
    /** How far a replica's clock may be ahead of another's and yet forget nothing that the other would take. */
    Duration CLOCKS = Duration.ofMinutes(1);

    /** What a claim found. */
    enum Claim {
        FIRST,
        SEEN,
        /** The memory is another than the one that the epoch belongs to; nothing was claimed. */
        OTHER_EPOCH
    }

    /**
     * One memory's life.
     *
     * @param secret 32 random bytes, the same on all replicas; made when the memory was, and never shown to anybody
     */
    record Epoch(Bytes secret) {
        private static final int SIZE = 32;

        public Epoch {
            if (secret.size() != SIZE) {
                throw new IllegalArgumentException("the secret of an epoch has 32 bytes");
            }
        }
    }

    /**
     * The tenant's epoch as of now or a little while ago; after {@link Claim#OTHER_EPOCH}, the new one.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if the memory cannot be reached
     */
    Epoch epoch(TenantId tenant);

    /**
     * Claims a proof.
     *
     * @param proof names it, together with its key
     * @param until when every replica would refuse it as too old
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if it may or may not have been claimed
     */
    Claim claim(TenantId tenant, Epoch epoch, Digest proof, Instant until);
}
