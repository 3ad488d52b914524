package dev.exhibit.boundary.token;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Proofs shown to a token endpoint (RFC 9449 section 5): there is no token yet, and the proof's key is what the token will
 * be bound to. A nonce is demanded, and each proof is taken once, as everywhere. Thread-safe.
 */
public final class EndpointProofs {
    private final ProofCheck proofs;

    /** @param origins whether clients reach the endpoint there: what {@code htu} may begin with */
    public EndpointProofs(
            Predicate<Origin> origins, AccessLimits limits, ReplayGuard replays, SignatureChecker checker) {
        this.proofs = new ProofCheck(origins, limits, replays, checker);
    }

    /**
     * A proof that was taken.
     *
     * @param proof the proof
     * @param nextNonce for the client, because the one it has grows old
     */
    public record Taken(Proof proof, Optional<String> nextNonce) {}

    /** What proofs may be signed with. */
    public static List<String> algorithms() {
        return JwsAlgorithm.USUAL.stream().map(JwsAlgorithm::wire).sorted().toList();
    }

    /**
     * Takes {@code compact} as the proof of this request.
     *
     * @param tenant of the client, whose memory of proofs it goes into
     * @throws dev.exhibit.boundary.problem.ProblemException 401 with one of {@link AccessRefusal}, {@code unavailable}
     */
    public Taken take(String compact, TenantId tenant, Presentation request, Instant now) {
        ProofCheck.Taken taken = proofs.take(compact, tenant, request, now);
        return new Taken(taken.proof(), taken.ageing() ? Optional.of(taken.next()) : Optional.empty());
    }
}
