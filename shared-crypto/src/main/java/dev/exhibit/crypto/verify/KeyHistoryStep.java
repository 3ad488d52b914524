package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.key.KeyId;
import java.time.Instant;
import java.util.Optional;

/** A revoked key counts for what it provably signed before: a time that somebody trusted states, not the signer. */
final class KeyHistoryStep {
    private KeyHistoryStep() {}

    static void check(KeyId key, Case given, Findings findings) {
        given.trust().history().revokedFrom(key).ifPresent(revoked -> requireBefore(revoked, findings));
    }

    private static void requireBefore(Instant revoked, Findings findings) {
        Optional<Instant> signed =
                findings.times().stream().map(VerifiedTime::time).min(Instant::compareTo);
        if (signed.filter(time -> time.isBefore(revoked)).isEmpty()) {
            throw new Refusal(
                    RefusalCode.KEY_REVOKED,
                    "a signature that existed before " + revoked,
                    signed.map(time -> "one that is proven from " + time + " on")
                            .orElse("no proven time"));
        }
        findings.held(Check.Name.KEY_HISTORY, "signed before " + revoked);
    }
}
