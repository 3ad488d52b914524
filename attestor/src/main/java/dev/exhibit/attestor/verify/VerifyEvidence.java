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
     * What is to be judged, and by what.
     *
     * @param bundles exactly as they are
     * @param policy read now, so that a key revoked a moment ago does not count
     */
    record Prepared(List<Bytes> bundles, PolicyDocument policy, TrustRoot root, Spelling spelling) {
        Prepared {
            bundles = List.copyOf(bundles);
        }
    }

    /**
     * Verifies. A refusal is a result.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} for a bundle that is not stored, {@code wrong_state}
     *     where the tenant has no key and the caller no policy, {@code integrity}, {@code unavailable}
     */
    public Verified verify(Call call, VerifyRequest request) {
        // 1. What is judged, and by what.
        Prepared prepared = prepare(call, request);
        Policy policy = prepared.policy().policy();
        List<Digest> digests = prepared.bundles().stream().map(Hashing::of).toList();
        Digest rootDigest = prepared.root().encode().digest();
        Verdicts.Question question = new Verdicts.Question(
                request.artifact().digest(), digests, policy.digest(), rootDigest, prepared.spelling());

        // 2. The verdict; one that still holds is not computed again.
        Decision decision = verdicts.find(question).orElseGet(() -> {
            Decision made = judge(request, prepared);
            verdicts.keep(
                    question,
                    policy,
                    prepared.bundles().stream().mapToLong(Bytes::size).sum(),
                    made);
            return made;
        });
        return new Verified(decision, digests, rootDigest);
    }

    /** Throws as {@link #verify} does. */
    Prepared prepare(Call call, VerifyRequest request) {
        return new Prepared(
                bundles(call, request),
                request.policy().orElseGet(() -> OwnPolicy.of(port.keys(call))),
                request.root().orElseGet(() -> port.root(call)),
                spelling(request));
    }

    SignatureChecker checker() {
        return checker;
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
    private Decision judge(VerifyRequest request, Prepared prepared) {
        Instant now = clock.instant();
        Instant fetched = request.root().isPresent() ? Instant.EPOCH : now;
        return new PolicyVerifier(prepared.policy().policy(), prepared.root(), Set.of(), prepared.spelling(), checker)
                .decide(
                        prepared.bundles(),
                        new Artifact.Named(request.artifact().digest()),
                        new Situation(now, fetched));
    }
}
