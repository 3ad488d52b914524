package dev.exhibit.attestor.verify;

import dev.exhibit.attestor.ArtifactInput;
import dev.exhibit.attestor.AttestRequest;
import dev.exhibit.attestor.Attested;
import dev.exhibit.attestor.Attestor;
import dev.exhibit.attestor.EvidencePort;
import dev.exhibit.attestor.verify.VerifyEvidence.Prepared;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.policy.JudgedSummary;
import dev.exhibit.crypto.policy.JudgedSummary.Question;
import java.time.Duration;
import java.time.Instant;

/** Verifies, and attests what came of it as a SLSA verification summary. Thread-safe. */
public final class SummarizeVerification {
    private final VerifyEvidence verify;
    private final Attestor attestor;
    private final EvidencePort evidence;
    private final String verifier;

    /** @param verifier URI of this installation as a verifier */
    public SummarizeVerification(VerifyEvidence verify, Attestor attestor, EvidencePort evidence, String verifier) {
        this.verify = verify;
        this.attestor = attestor;
        this.evidence = evidence;
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

    /** How far the time that a summary states may be from the clock, either way. */
    public static final Duration SKEW = Duration.ofMinutes(5);

    /**
     * The verdict, its attestation, and the record by which the summary is replayed.
     *
     * @param derivation digest of the record
     */
    public record Summarized(Verified verified, Attested attested, Digest derivation) {}

    /**
     * Verifies and attests the verdict, passed or failed. A repetition gives the same bytes as long as the verdict is the same.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException as {@link VerifyEvidence#verify} and {@link Attestor#attest} do
     */
    public Summarized summarize(Call call, Order order) {
        // 1. The verdict: computed from documents alone, as of the last moment at which the order's time could be
        // stated. So it
        // is the same when it is repeated, and nothing that has happened by then is in the future.
        Subject artifact = order.question().artifact();
        Prepared prepared = verify.prepare(call, order.question());
        CanonicalJson root = prepared.root().encode();
        Question question = new Question(
                verifier,
                artifact,
                prepared.bundles(),
                prepared.policy().bytes(),
                root.bytes(),
                prepared.spelling(),
                order.time(),
                order.time().plus(SKEW));
        JudgedSummary summary = JudgedSummary.of(question, verify.checker());
        Statement statement = summary.statement();

        // 2. Signed, logged and stored as any attestation.
        Attested attested = attestor.attest(
                call,
                new AttestRequest(
                        order.key(), artifact, statement.predicateType(), statement.predicate(), order.source()));

        // 3. What it was computed from, for whoever wants to compute it again.
        Digest derivation = evidence.storeSummary(call, question, attested.statement());
        return new Summarized(
                new Verified(summary.decision(), question.digests(), root.digest()), attested, derivation);
    }
}
