package dev.exhibit.attestor.verify;

import dev.exhibit.attestor.ArtifactInput;
import dev.exhibit.attestor.AttestRequest;
import dev.exhibit.attestor.Attested;
import dev.exhibit.attestor.Attestor;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.policy.VerificationSummary;
import java.time.Instant;

/** Verifies, and attests what came of it as a SLSA verification summary. Thread-safe. */
public final class SummarizeVerification {
    private final VerifyEvidence verify;
    private final Attestor attestor;
    private final String verifier;

    /** @param verifier URI of this installation as a verifier */
    public SummarizeVerification(VerifyEvidence verify, Attestor attestor, String verifier) {
        this.verify = verify;
        this.attestor = attestor;
        this.verifier = verifier;
    }

    /**
     * A summary that is asked for.
     *
     * @param key names the request
     * @param question what is to be verified
     * @param source where the artifact's bytes come from: a summary is signed as everything else, after they were hashed
     * @param time that the summary states; part of the request, so that a repetition is the same request
     */
    public record Order(IdempotencyKey key, VerifyRequest question, ArtifactInput source, Instant time) {}

    /** The verdict, and its attestation. */
    public record Summarized(Verified verified, Attested attested) {}

    /**
     * Verifies and attests the verdict, passed or failed. A repetition gives the same bytes as long as the verdict is the same.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException as {@link VerifyEvidence#verify} and {@link Attestor#attest} do
     */
    public Summarized summarize(Call call, Order order) {
        // 1. The verdict.
        Verified verified = verify.verify(call, order.question());

        // 2. What it says, with everything that it rests on by digest.
        Digest policy = verified.decision().policy();
        Statement statement = VerificationSummary.about(
                        verifier, order.question().artifact(), policy)
                .of(verified.decision(), order.question().artifact(), verified.bundles(), order.time());

        // 3. Signed, logged and stored as any attestation.
        Attested attested = attestor.attest(
                call,
                new AttestRequest(
                        order.key(),
                        order.question().artifact(),
                        statement.predicateType(),
                        statement.predicate(),
                        order.source()));
        return new Summarized(verified, attested);
    }
}
