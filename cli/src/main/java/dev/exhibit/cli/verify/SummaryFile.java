package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.policy.VerificationSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Writes a policy's verdict as a SLSA verification summary: an in-toto Statement that {@code exhibit attest} can sign.
 *
 * @param file where to
 * @param verifier URI of who verified
 */
public record SummaryFile(Path file, String verifier) {

    /** Writes nothing where the policy had nothing to decide: no evidence, or another artifact than the one promised. */
    public void write(Verdict verdict, List<Evidence> evidence, Instant now) {
        verdict.decision().ifPresent(decision -> write(decision, verdict, evidence, now));
    }

    private void write(Decision decision, Verdict verdict, List<Evidence> evidence, Instant now) {
        String name = String.valueOf(Path.of(verdict.name()).getFileName());
        Subject artifact = new Subject(name, verdict.digest());
        List<Digest> bundles =
                evidence.stream().map(Evidence::bundle).map(Hashing::of).toList();
        Statement statement =
                VerificationSummary.about(verifier, artifact, decision.policy()).of(decision, artifact, bundles, now);
        Documents.write(file, statement.encode().bytes());
    }
}
