package dev.exhibit.crypto.verify;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Evidence that is there must hold, even where the rest would be enough; and its parts must agree with each other. */
class EvidenceAttackTest extends Attacks {
    private static final Kind V1 = Kind.IDENTITY_MESSAGE_REKOR_V1;

    private static LogEntry indexed(LogEntry entry, long index) {
        return with(entry, index, entry.integratedTime(), entry.proof().orElseThrow());
    }

    private static LogEntry proven(LogEntry entry, UnaryOperator<InclusionProof> change) {
        InclusionProof proof = change.apply(entry.proof().orElseThrow());
        return with(entry, entry.index(), entry.integratedTime(), proof);
    }

    private static InclusionProof shortened(InclusionProof proof) {
        List<Digest> fewer = proof.hashes().subList(1, proof.hashes().size());
        return new InclusionProof(proof.index(), proof.root(), proof.size(), fewer, proof.checkpoint());
    }

    private static InclusionProof checkpointed(InclusionProof proof, ThrowawayLog log) {
        String text = proof.checkpoint().orElseThrow().text();
        Checkpoint other = Checkpoint.parse(log.note(text, false));
        return new InclusionProof(proof.index(), proof.root(), proof.size(), proof.hashes(), Optional.of(other));
    }

    @Test
    void aPromiseThatIsThereButInvalid() {
        assertThat(refusal(entryChanged(V1, entry -> indexed(entry, entry.index() + 1))))
                .isEqualTo(RefusalCode.LOG_PROMISE_INVALID);
    }

    @Test
    void aPromiseThatIsInvalidWhereATimestampWouldBeEnough() {
        Bundle wrong = entryChanged(V1, entry -> indexed(entry, entry.index() + 1));
        assertThat(refusal(sigstore.stamped(wrong.material(), wrong.content())))
                .isEqualTo(RefusalCode.LOG_PROMISE_INVALID);
    }

    @Test
    void aProofThatIsInvalidWhereThePromiseWouldBeEnough() {
        assertThat(refusal(entryChanged(V1, entry -> proven(entry, EvidenceAttackTest::shortened))))
                .isEqualTo(RefusalCode.LOG_PROOF_INVALID);
    }

    @Test
    void aCheckpointThatIsInvalidWhereThePromiseWouldBeEnough() {
        ThrowawayLog impostor = new ThrowawayLog("log.throwaway.example", START);
        assertThat(refusal(entryChanged(V1, entry -> proven(entry, proof -> checkpointed(proof, impostor)))))
                .isEqualTo(RefusalCode.CHECKPOINT_UNSIGNED);
    }

    @Test
    void aSecondLogEntryThatIsInvalidWhereTheFirstWouldBeEnough() {
        Bundle genuine = sigstore.bundle(Kind.IDENTITY_MESSAGE);
        BundleContent.Message message = (BundleContent.Message) genuine.content();
        ThrowawayLog stranger = new ThrowawayLog("other.throwaway.example", START);
        LogEntry second = stranger.append(
                "hashedrekord", sigstore.managedSpecs().hashedRekordV2(message.artifact(), message.signature()), false);
        assertThat(refusal(new Bundle(genuine.material().with(second), message)))
                .isEqualTo(RefusalCode.LOG_UNKNOWN);
    }

    @Test
    void aSecondTimestampThatIsInvalidWhereTheFirstWouldBeEnough() {
        Bundle genuine = sigstore.bundle(Kind.IDENTITY_MESSAGE);
        Bytes elsewhere = sigstore.timestamps.stamp(Bytes.utf8("another signature"), SIGNED);
        assertThat(refusal(new Bundle(genuine.material().withTimestamp(elsewhere), genuine.content())))
                .isEqualTo(RefusalCode.TIMESTAMP_OF_ANOTHER_SIGNATURE);
    }

    @Test
    void anIntegratedTimeOutsideTheCertificate() {
        for (int seconds : List.of(-61, 541)) {
            assertThat(refusal(entryChanged(
                            V1,
                            entry -> sigstore.log.promised(with(
                                    entry,
                                    entry.index(),
                                    SIGNED.plusSeconds(seconds).getEpochSecond(),
                                    entry.proof().orElseThrow())))))
                    .isEqualTo(RefusalCode.LOG_TIME_OUTSIDE_CERTIFICATE);
        }
    }

    @Test
    void anEntryWithoutPromise() {
        assertThat(refusal(entryChanged(V1, entry -> of(entry, entry.logId(), entry.kind(), entry.version()))))
                .isEqualTo(RefusalCode.LOG_PROMISE_MISSING);
    }

    private static LogEntry of(LogEntry entry, Digest logId, String kind, String version) {
        return new LogEntry(
                entry.index(),
                logId,
                kind,
                version,
                entry.integratedTime(),
                Optional.empty(),
                entry.proof(),
                entry.body());
    }

    @Test
    void anEntryUnderTheNameOfAnotherTrustedLog() {
        ThrowawayLog other = new ThrowawayLog("other.throwaway.example", START);
        TrustRoot both = new TrustRoot(
                List.of(sigstore.log.trusted(), other.trusted()),
                root.certificateAuthorities(),
                root.certificateLogs(),
                root.timestampAuthorities());
        Bundle wrong = entryChanged(
                Kind.IDENTITY_MESSAGE, entry -> of(entry, other.trusted().logId(), entry.kind(), entry.version()));
        assertThat(refusal(wrong, both)).isEqualTo(RefusalCode.CHECKPOINT_ORIGIN_WRONG);
    }

    @Test
    void anEntryUnderAnotherKindOrVersion() {
        Kind kind = Kind.IDENTITY_MESSAGE;
        assertThat(refusal(entryChanged(kind, entry -> of(entry, entry.logId(), "dsse", entry.version()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_MALFORMED);
        assertThat(refusal(entryChanged(kind, entry -> of(entry, entry.logId(), entry.kind(), "0.0.1"))))
                .isEqualTo(RefusalCode.LOG_ENTRY_MALFORMED);
    }

    @Test
    void aProofOfAnotherSizeOrRoot() {
        Kind kind = Kind.IDENTITY_MESSAGE;
        assertThat(refusal(entryChanged(
                        kind,
                        entry -> proven(
                                entry,
                                proof -> new InclusionProof(
                                        proof.index(),
                                        proof.root(),
                                        proof.size() + 1,
                                        proof.hashes(),
                                        proof.checkpoint())))))
                .isIn(RefusalCode.LOG_PROOF_INVALID, RefusalCode.CHECKPOINT_DIFFERS);
        assertThat(refusal(entryChanged(
                        kind,
                        entry -> proven(
                                entry,
                                proof -> new InclusionProof(
                                        proof.index(),
                                        ThrowawaySigstore.ARTIFACT,
                                        proof.size(),
                                        proof.hashes(),
                                        proof.checkpoint())))))
                .isEqualTo(RefusalCode.LOG_PROOF_INVALID);
    }
}
