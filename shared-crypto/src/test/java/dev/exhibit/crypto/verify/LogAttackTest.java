package dev.exhibit.crypto.verify;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.IDENTITY;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.ISSUER;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.NOW;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.EntrySpecs;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.tlog.NoteSignature;
import dev.exhibit.crypto.x509.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Attacks on log entries that others have been caught accepting, each refused for its own reason. */
class LogAttackTest extends Attacks {
    private final ThrowawayLog log = sigstore.log;
    private final BundleContent.Message message = ThrowawaySigstore.message(sigstore.certified);
    private final Certificate certificate = sigstore.certificate();
    private final EntrySpecs specs = ThrowawaySigstore.specs(certificate);

    @Test
    void theLogEntryOfAnotherArtifact() {
        Digest elsewhere = new Digest(Bytes.of(new byte[32]));
        assertThat(refusal(entry(specs.hashedRekordV2(elsewhere, message.signature()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_OF_ANOTHER_ARTIFACT);
    }

    @Test
    void theLogEntryOfAnotherSignature() {
        SignatureBytes again = sigstore.certified.sign(ThrowawaySigstore.CONTENT);
        assertThat(refusal(entry(specs.hashedRekordV2(message.artifact(), again))))
                .isEqualTo(RefusalCode.LOG_ENTRY_OF_ANOTHER_SIGNATURE);
    }

    @Test
    void theLogEntryOfAnotherCertificateOrOfItsBareKey() {
        EntrySpecs other = new EntrySpecs(true, otherCertificate());
        EntrySpecs bare = new EntrySpecs(false, sigstore.certified.published().spki());
        for (EntrySpecs wrong : List.of(other, bare)) {
            assertThat(refusal(entry(wrong.hashedRekordV2(message.artifact(), message.signature()))))
                    .isEqualTo(RefusalCode.LOG_ENTRY_OF_ANOTHER_KEY);
        }
    }

    @Test
    void aKindOfEntryThatIsNotTaken() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        Json.Obj spec = sigstore.managedSpecs().hashedRekordV2(message.artifact(), message.signature());
        VerificationMaterial material =
                VerificationMaterial.of(sigstore.managed.published().id());
        assertThat(refusal(new Bundle(material.with(sigstore.log.append("rpm", spec, false)), message)))
                .isEqualTo(RefusalCode.LOG_ENTRY_UNSUPPORTED);
        LogEntry entry = sigstore.log.append("hashedrekord", spec.with("more", true), false);
        assertThat(refusal(new Bundle(material.with(entry), message))).isEqualTo(RefusalCode.LOG_ENTRY_MALFORMED);
    }

    @Test
    void aCheckpointOfAnotherOrigin() {
        assertThat(refusal(checkpointChanged(
                        found -> Checkpoint.parse(log.note(found.text().replace("log.", "lag."), false)))))
                .isEqualTo(RefusalCode.CHECKPOINT_ORIGIN_WRONG);
    }

    @Test
    void aCheckpointOfAnotherTree() {
        assertThat(refusal(checkpointChanged(found -> Checkpoint.parse(log.note(
                        found.text().replace("\n" + found.size() + "\n", "\n" + (found.size() + 1) + "\n"), false)))))
                .isEqualTo(RefusalCode.CHECKPOINT_DIFFERS);
        assertThat(refusal(checkpointChanged(found -> Checkpoint.parse(log.note(
                        found.text()
                                .replace(
                                        StrictBase64.encode(found.root().bytes()),
                                        StrictBase64.encode(Bytes.of(new byte[32]))),
                        false)))))
                .isEqualTo(RefusalCode.CHECKPOINT_DIFFERS);
    }

    @Test
    void aCheckpointByAnotherKeyOrUnderAnotherHint() {
        ThrowawayLog impostor = new ThrowawayLog("log.throwaway.example", START);
        assertThat(refusal(checkpointChanged(found -> Checkpoint.parse(impostor.note(found.text(), false)))))
                .isEqualTo(RefusalCode.CHECKPOINT_UNSIGNED);
        assertThat(refusal(checkpointChanged(found -> {
                    NoteSignature own = found.signatures().getFirst();
                    NoteSignature renamed = new NoteSignature(own.name(), Bytes.of(new byte[4]), own.signature());
                    return new Checkpoint(found.origin(), found.size(), found.root(), found.text(), List.of(renamed));
                })))
                .isEqualTo(RefusalCode.CHECKPOINT_UNSIGNED);
    }

    @Test
    void aCheckpointThatIsThereButInvalid() {
        assertThat(refusal(checkpointChanged(found -> {
                    Checkpoint other = Checkpoint.parse(log.note(found.text() + "more\n", false));
                    return new Checkpoint(found.origin(), found.size(), found.root(), found.text(), other.signatures());
                })))
                .isEqualTo(RefusalCode.CHECKPOINT_INVALID);
    }

    @Test
    void aWitnessThatIsUnknownOrDidNotSign() {
        Bytes witnessed = sigstore.bundle(Kind.IDENTITY_DSSE_WITNESS).encode().bytes();
        Trust stranger = Trust.in(root);
        Outcome outcome = new Verifier(stranger, sigstore.demands(), SignatureChecker.standard())
                .verify(witnessed, new Artifact.Named(ThrowawaySigstore.ARTIFACT), NOW);
        assertThat(((Outcome.Refused) outcome).code()).isEqualTo(RefusalCode.WITNESS_UNKNOWN);
        assertThat(refusal(checkpointChanged(found -> {
                    var lines = new ArrayList<>(found.signatures());
                    String other = sigstore.log.note(found.text() + "more\n", true);
                    lines.add(Checkpoint.parse(other).signatures().get(1));
                    return new Checkpoint(found.origin(), found.size(), found.root(), found.text(), lines);
                })))
                .isEqualTo(RefusalCode.WITNESS_INVALID);
    }

    @Test
    void anEntryThatContradictsItself() {
        assertThat(refusal(entryChanged(
                        Kind.IDENTITY_MESSAGE,
                        entry -> with(entry, entry.index() + 1, 0, entry.proof().orElseThrow()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_INCONSISTENT);
        assertThat(refusal(entryChanged(
                        Kind.IDENTITY_MESSAGE,
                        entry -> with(
                                entry,
                                entry.index(),
                                SIGNED.getEpochSecond(),
                                entry.proof().orElseThrow()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_INCONSISTENT);
        assertThat(refusal(entryChanged(Kind.IDENTITY_MESSAGE, entry -> sigstore.log.promised(entry))))
                .isEqualTo(RefusalCode.LOG_ENTRY_INCONSISTENT);
        assertThat(refusal(entryChanged(
                        Kind.IDENTITY_MESSAGE,
                        entry -> new LogEntry(
                                entry.index(),
                                entry.logId(),
                                "dsse",
                                entry.version(),
                                0,
                                Optional.empty(),
                                entry.proof(),
                                entry.body()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_MALFORMED);
    }

    @Test
    void fewerLogsThanDemanded() {
        Verifier demanding =
                new Verifier(sigstore.trust(), sigstore.demands().atLeast(1, 0, 1), SignatureChecker.standard());
        Outcome outcome = demanding.verify(
                sigstore.bundle(Kind.KEY_MESSAGE).encode().bytes(),
                new Artifact.Named(ThrowawaySigstore.ARTIFACT),
                NOW);
        assertThat(((Outcome.Refused) outcome).code()).isEqualTo(RefusalCode.LOG_ENTRIES_TOO_FEW);
    }

    private Bundle entry(Json.Obj spec) {
        VerificationMaterial material = VerificationMaterial.of(certificate.encoded());
        return sigstore.stamped(material.with(log.append("hashedrekord", spec, false)), message);
    }

    private Bytes otherCertificate() {
        return sigstore.authority
                .issue(ThrowawayKey.p256().published(), IDENTITY, ISSUER, SIGNED.minusSeconds(60))
                .encoded();
    }
}
