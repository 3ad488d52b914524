package dev.exhibit.crypto.policy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands.Spelling;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * A verification summary: computed from documents and a time alone, so that it can be computed again.
 *
 * @param decision by the policy
 * @param statement that says so, unsigned
 */
public record JudgedSummary(Decision decision, Statement statement) {
    /**
     * All that a summary depends on.
     *
     * @param verifier URI of who verifies
     * @param bundles exactly as they were given, in the order of the decision's outcomes
     * @param policy the document
     * @param root the trust root's document, fetched at {@code now}
     * @param time that the summary states; whole seconds are kept
     * @param now as of which it is judged: what lies after it is in the future
     */
    public record Question(
            String verifier,
            Subject artifact,
            List<Bytes> bundles,
            Bytes policy,
            Bytes root,
            Spelling spelling,
            Instant time,
            Instant now) {
        public Question {
            bundles = List.copyOf(bundles);
            time = time.truncatedTo(ChronoUnit.SECONDS);
            now = now.truncatedTo(ChronoUnit.SECONDS);
        }

        /** Digests of the bundles, in their order. */
        public List<Digest> digests() {
            return bundles.stream().map(Hashing::of).toList();
        }
    }

    /**
     * Judges.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException for a policy or trust root that is none
     */
    public static JudgedSummary of(Question question, SignatureChecker checker) {
        Policy policy = Policy.decode(question.policy());
        Decision decision = new PolicyVerifier(
                        policy, TrustRoot.decode(question.root()), Set.of(), question.spelling(), checker)
                .decide(
                        question.bundles(),
                        new Artifact.Named(question.artifact().digest()),
                        new Situation(question.now(), question.now()));
        Statement statement = VerificationSummary.about(question.verifier(), question.artifact(), policy.digest())
                .of(decision, question.artifact(), question.digests(), question.time());
        return new JudgedSummary(decision, statement);
    }
}
