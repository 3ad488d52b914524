package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.trust.TransparencyLog;
import java.time.Instant;
import java.util.List;

/** One run of the verifier: each step adds checks or throws a {@link Refusal}. Used once, by one thread. */
final class Verification {
    private final Case given;
    private final Bytes document;
    private final Findings findings = new Findings();

    Verification(Case given, Bytes document) {
        this.given = given;
        this.document = document;
    }

    Outcome run() {
        try {
            Bundle bundle = FormStep.read(document, given, findings);
            VerificationMaterial material = bundle.material();
            BundleContent content = bundle.content();
            SignerStep.Known signer = SignerStep.find(material.signer(), given, findings);
            SignatureStep.check(signer.key(), content, given, findings);
            material.timestamps()
                    .forEach(encoded -> TimestampStep.check(encoded, content.signature(), given, findings));
            material.logEntries().forEach(entry -> LogStep.check(entry, content, signer, given, findings));
            requireEnough(signer);
            requireLogsInUse();
            KeyHistoryStep.check(signer.key().id(), given, findings);
            if (signer instanceof SignerStep.Known.Certified certified) {
                CertificateStep.check(certified, given, findings);
            }
            Claim claim = StatementStep.check(content, given, findings);
            return new Outcome.Verified(
                    findings.checks(), given.artifact().digest(), signer.key(), claim, findings.evidence());
        } catch (Refusal refusal) {
            return refusal.after(findings.checks());
        }
    }

    /** A certificate is good for minutes: without a time nobody knows whether it was valid. */
    private void requireEnough(SignerStep.Known signer) {
        int logs = given.demands().logEntries();
        if (findings.logs() < logs) {
            throw new Refusal(RefusalCode.LOG_ENTRIES_TOO_FEW, logs + " logs", String.valueOf(findings.logs()));
        }
        int least = signer instanceof SignerStep.Known.Certified ? 1 : 0;
        int times = Math.max(given.demands().times(), least);
        if (findings.timeSources() < times) {
            throw new Refusal(
                    RefusalCode.TIMES_TOO_FEW, times + " sources of time", String.valueOf(findings.timeSources()));
        }
    }

    /** A log of Rekor v2 states no time: its key must count at all proven times or, without any, now. */
    private void requireLogsInUse() {
        List<Instant> proven = findings.times().stream().map(VerifiedTime::time).toList();
        List<Instant> times = proven.isEmpty() ? List.of(given.now()) : proven;
        for (TransparencyLog log : findings.timelessLogs()) {
            times.stream()
                    .filter(time -> !log.validFor().covers(time))
                    .findFirst()
                    .ifPresent(time -> {
                        throw new Refusal(RefusalCode.LOG_OUT_OF_USE, "a time from " + log.validFor(), time.toString());
                    });
        }
    }
}
