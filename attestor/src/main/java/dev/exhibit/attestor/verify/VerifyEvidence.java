package dev.exhibit.attestor.verify;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.policy.Policy;
import dev.exhibit.crypto.policy.PolicyVerifier;
import dev.exhibit.crypto.policy.Situation;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands.Spelling;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Judges bundles about an artifact, as {@code exhibit verify} does. Thread-safe. */
public final class VerifyEvidence {
    private final VerificationPort port;
    private final SignatureChecker checker;
    private final InstantSource clock;
    private final Verdicts verdicts = new Verdicts();

    public VerifyEvidence(VerificationPort port, SignatureChecker checker, InstantSource clock) {
        this.port = port;
        this.checker = checker;
        this.clock = clock;
    }

    /**
     * Verifies. A refusal is a result.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} for a bundle that is not stored, {@code wrong_state}
     *     where the tenant has no key and the caller no policy, {@code integrity}, {@code unavailable}
     */
    public Verified verify(Call call, VerifyRequest request) {
        // 1. What is judged, exactly as it is.
        List<Bytes> bundles = Stream.concat(
                        request.bundles().stream(),
                        request.evidence().stream().map(digest -> port.bundle(call, digest)))
                .toList();
        List<Digest> digests = bundles.stream().map(Hashing::of).toList();

        // 2. By what: read now, so that a key revoked a moment ago does not count.
        Policy policy = request.policy().orElseGet(() -> OwnPolicy.of(port.keys(call)));
        TrustRoot root = request.root().orElseGet(() -> port.root(call));
        Digest rootDigest = root.encode().digest();
        Verdicts.Question question =
                new Verdicts.Question(request.artifact().digest(), digests, policy.digest(), rootDigest);

        // 3. The verdict; one that still holds is not computed again.
        Decision decision = verdicts.find(question).orElseGet(() -> {
            Decision made = judge(request, policy, root, bundles);
            verdicts.keep(
                    question, policy, bundles.stream().mapToLong(Bytes::size).sum(), made);
            return made;
        });
        return new Verified(decision, digests, rootDigest);
    }

    /** Nobody knows how old a trust root is that the caller sent: a policy that limits its age refuses it. */
    private Decision judge(VerifyRequest request, Policy policy, TrustRoot root, List<Bytes> bundles) {
        Instant now = clock.instant();
        Spelling spelling = request.policy().isPresent() ? Spelling.ANY : Spelling.CANONICAL;
        Instant fetched = request.root().isPresent() ? Instant.EPOCH : now;
        return new PolicyVerifier(policy, root, Set.of(), spelling, checker)
                .decide(bundles, new Artifact.Named(request.artifact().digest()), new Situation(now, fetched));
    }
}
