package dev.exhibit.attestor.verify;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges bundles about an artifact, as {@code exhibit verify} does. Thread-safe. */
public final class VerifyEvidence {
    /** Bytes of all bundles of one question. */
    static final long MOST_BYTES = JsonLimits.BUNDLE.bytes();

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
        List<Bytes> bundles = bundles(call, request);
        List<Digest> digests = bundles.stream().map(Hashing::of).toList();

        // 2. By what: read now, so that a key revoked a moment ago does not count.
        Policy policy = request.policy().orElseGet(() -> OwnPolicy.of(port.keys(call)));
        TrustRoot root = request.root().orElseGet(() -> port.root(call));
        Digest rootDigest = root.encode().digest();
        Verdicts.Question question = new Verdicts.Question(
                request.artifact().digest(), digests, policy.digest(), rootDigest, spelling(request));

        // 3. The verdict; one that still holds is not computed again.
        Decision decision = verdicts.find(question).orElseGet(() -> {
            Decision made = judge(request, policy, root, bundles);
            verdicts.keep(
                    question, policy, bundles.stream().mapToLong(Bytes::size).sum(), made);
            return made;
        });
        return new Verified(decision, digests, rootDigest);
    }

    /** All of them together are as large as one may be, so that a short request makes no long work. */
    private List<Bytes> bundles(Call call, VerifyRequest request) {
        List<Bytes> bundles = new ArrayList<>(request.bundles());
        long left = MOST_BYTES - bundles.stream().mapToLong(Bytes::size).sum();
        for (Digest digest : request.evidence()) {
            Bytes bundle = port.bundle(call, digest, Math.max(left, 0));
            left -= bundle.size();
            bundles.add(bundle);
        }
        return List.copyOf(bundles);
    }

    private static Spelling spelling(VerifyRequest request) {
        return request.policy().isPresent() ? Spelling.ANY : Spelling.CANONICAL;
    }

    /** Nobody knows how old a trust root is that the caller sent: a policy that limits its age refuses it. */
    private Decision judge(VerifyRequest request, Policy policy, TrustRoot root, List<Bytes> bundles) {
        Instant now = clock.instant();
        Instant fetched = request.root().isPresent() ? Instant.EPOCH : now;
        return new PolicyVerifier(policy, root, Set.of(), spelling(request), checker)
                .decide(bundles, new Artifact.Named(request.artifact().digest()), new Situation(now, fetched));
    }
}
