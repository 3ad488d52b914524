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
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.EntrySpecs;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.Oids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What others have been caught accepting, one attack each, and each refused for its own reason. */
class AttackTest {
    private static final ValidFor ENDED = new ValidFor(START, Optional.of(SIGNED.minusSeconds(1)));

    private final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    private final TrustRoot root = sigstore.trustRoot();

    private RefusalCode refusal(Bundle bundle) {
        return refusal(bundle.encode().bytes(), root, NOW);
    }

    private RefusalCode refusal(Bundle bundle, TrustRoot trusted) {
        return refusal(bundle.encode().bytes(), trusted, NOW);
    }

    private RefusalCode refusal(Bytes bundle, TrustRoot trusted, Instant now) {
        Verifier verifier = new Verifier(sigstore.trust(trusted), sigstore.demands(), SignatureChecker.standard());
        return switch (verifier.verify(bundle, new Artifact.Named(ThrowawaySigstore.ARTIFACT), now)) {
            case Outcome.Refused refused -> refused.code();
            case Outcome.Verified verified -> throw new AssertionError("accepted: " + verified.toJson());
        };
    }

    /** A genuine bundle with its log entry changed. */
    private Bundle entryChanged(Kind kind, UnaryOperator<LogEntry> change) {
        Bundle genuine = sigstore.bundle(kind);
        VerificationMaterial material = genuine.material();
        LogEntry entry = change.apply(material.logEntries().getFirst());
        return new Bundle(
                new VerificationMaterial(material.signer(), List.of(entry), material.timestamps()), genuine.content());
    }

    private static LogEntry with(LogEntry entry, long index, long time, InclusionProof proof) {
        return new LogEntry(
                index,
                entry.logId(),
                entry.kind(),
                entry.version(),
                time,
                entry.promise(),
                Optional.of(proof),
                entry.body());
    }

    private Bundle checkpointChanged(UnaryOperator<Checkpoint> change) {
        return entryChanged(Kind.IDENTITY_MESSAGE, entry -> {
            InclusionProof proof = entry.proof().orElseThrow();
            Checkpoint changed = change.apply(proof.checkpoint().orElseThrow());
            InclusionProof with =
                    new InclusionProof(proof.index(), proof.root(), proof.size(), proof.hashes(), Optional.of(changed));
            return with(entry, entry.index(), 0, with);
        });
    }

    private Bundle byIdentity(Certificate certificate) {
        return sigstore.identity(certificate, ThrowawaySigstore.message(sigstore.certified), false);
    }

    @Test
    void theLogEntryOfAnotherArtifactSignatureOrSigner() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.certified);
        Certificate certificate = sigstore.certificate();
        VerificationMaterial material = VerificationMaterial.of(certificate.encoded());
        EntrySpecs specs = ThrowawaySigstore.specs(certificate);
        Digest elsewhere = new Digest(Bytes.of(new byte[32]));

        assertThat(refusal(entry(material, message, specs.hashedRekordV2(elsewhere, message.signature()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_OF_ANOTHER_ARTIFACT);
        SignatureBytes again = sigstore.certified.sign(ThrowawaySigstore.CONTENT);
        assertThat(refusal(entry(material, message, specs.hashedRekordV2(message.artifact(), again))))
                .isEqualTo(RefusalCode.LOG_ENTRY_OF_ANOTHER_SIGNATURE);
        assertThat(refusal(entry(
                        material,
                        message,
                        new EntrySpecs(true, otherCertificate())
                                .hashedRekordV2(message.artifact(), message.signature()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_OF_ANOTHER_KEY);
        EntrySpecs bare = new EntrySpecs(false, sigstore.certified.published().spki());
        assertThat(refusal(entry(material, message, bare.hashedRekordV2(message.artifact(), message.signature()))))
                .isEqualTo(RefusalCode.LOG_ENTRY_OF_ANOTHER_KEY);
    }

    private Bytes otherCertificate() {
        return sigstore.authority
                .issue(ThrowawayKey.p256().published(), IDENTITY, ISSUER, SIGNED.minusSeconds(60))
                .encoded();
    }

    private Bundle entry(VerificationMaterial material, BundleContent content, Json.Obj spec) {
        return sigstore.stamped(material.with(sigstore.log.append("hashedrekord", spec, false)), content);
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
    void aBareKeyWhereACertificateBelongs() {
        VerificationMaterial bare =
                VerificationMaterial.of(sigstore.certified.published().spki());
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.certified);
        assertThat(refusal(new Bundle(bare, message))).isEqualTo(RefusalCode.CERTIFICATE_IS_KEY);
        assertThat(refusal(new Bundle(VerificationMaterial.of(Bytes.utf8("no certificate")), message)))
                .isEqualTo(RefusalCode.CERTIFICATE_MALFORMED);
    }

    @Test
    void severalSignaturesInOneEnvelope() {
        Json.Obj bundle = sigstore.bundle(Kind.KEY_DSSE).toJson();
        Json.Obj envelope = (Json.Obj) bundle.members().get("dsseEnvelope");
        Json one = ((Json.Arr) envelope.members().get("signatures")).items().getFirst();
        Json.Obj two = bundle.with("dsseEnvelope", envelope.with("signatures", Json.array(List.of(one, one))));
        assertThat(refusal(CanonicalJson.of(two).bytes(), root, NOW)).isEqualTo(RefusalCode.BUNDLE_MALFORMED);
    }

    @Test
    void thousandsOfEntriesTimestampsOrSubjects() {
        Json.Obj bundle = sigstore.bundle(Kind.IDENTITY_MESSAGE).toJson();
        Json.Obj material = (Json.Obj) bundle.members().get("verificationMaterial");
        Json entry = ((Json.Arr) material.members().get("tlogEntries")).items().getFirst();
        List<Json> stamps = new ArrayList<>();
        List<Json> entries = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            stamps.add(Json.object().with("signedTimestamp", StrictBase64.encode(Bytes.utf8("stamp " + i))));
            entries.add(((Json.Obj) entry).with("logIndex", Integer.toString(i)));
        }
        Json.Obj manyStamps = Json.object().with("rfc3161Timestamps", Json.array(stamps));
        for (Json.Obj many : List.of(
                material.with("timestampVerificationData", manyStamps),
                material.with("tlogEntries", Json.array(entries)),
                material.with("tlogEntries", Json.array(List.of(entry, entry))))) {
            Bytes mutant =
                    CanonicalJson.of(bundle.with("verificationMaterial", many)).bytes();
            assertThat(refusal(mutant, root, NOW)).isEqualTo(RefusalCode.BUNDLE_MALFORMED);
        }
    }

    @Test
    void anythingInTheFuture() {
        Instant before = SIGNED.minusSeconds(1);
        assertThat(refusal(
                        sigstore.bundle(Kind.IDENTITY_MESSAGE_REKOR_V1).encode().bytes(), root, before))
                .isEqualTo(RefusalCode.LOG_TIME_IN_FUTURE);
        assertThat(refusal(sigstore.bundle(Kind.IDENTITY_MESSAGE).encode().bytes(), root, before))
                .isEqualTo(RefusalCode.TIMESTAMP_IN_FUTURE);
        var writer = sigstore.authority.leaf(IDENTITY, ISSUER, SIGNED.minusSeconds(60));
        Certificate early = sigstore.authority.issue(
                writer,
                sigstore.certified.published(),
                SIGNED.plusSeconds(3600),
                sigstore.authority.certificateLogKey());
        assertThat(refusal(byIdentity(early))).isEqualTo(RefusalCode.CERTIFICATE_TIMESTAMP_IN_FUTURE);
    }

    @Test
    void aCheckpointOfAnotherOriginTreeOrKey() {
        ThrowawayLog log = sigstore.log;
        assertThat(refusal(checkpointChanged(
                        found -> Checkpoint.parse(log.note(found.text().replace("log.", "lag."), false)))))
                .isEqualTo(RefusalCode.CHECKPOINT_ORIGIN_WRONG);
        assertThat(refusal(checkpointChanged(found -> Checkpoint.parse(log.note(
                        found.text().replace("\n" + found.size() + "\n", "\n" + (found.size() + 1) + "\n"), false)))))
                .isEqualTo(RefusalCode.CHECKPOINT_DIFFERS);
        ThrowawayLog impostor = new ThrowawayLog("log.throwaway.example", START);
        assertThat(refusal(checkpointChanged(found -> Checkpoint.parse(impostor.note(found.text(), false)))))
                .isEqualTo(RefusalCode.CHECKPOINT_UNSIGNED);
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
    void aTimestampOfAnotherSignatureOrAuthority() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        VerificationMaterial material =
                VerificationMaterial.of(sigstore.managed.published().id());
        Bytes elsewhere = sigstore.timestamps.stamp(Bytes.utf8("another signature"), SIGNED);
        assertThat(refusal(new Bundle(material.withTimestamp(elsewhere), message)))
                .isEqualTo(RefusalCode.TIMESTAMP_OF_ANOTHER_SIGNATURE);
        Bytes strange =
                new ThrowawaySigstore().timestamps.stamp(message.signature().bytes(), SIGNED);
        assertThat(refusal(new Bundle(material.withTimestamp(strange), message)))
                .isIn(RefusalCode.TIMESTAMP_INVALID, RefusalCode.TIMESTAMP_MALFORMED);
        assertThat(refusal(new Bundle(material.withTimestamp(Bytes.utf8("no timestamp")), message)))
                .isEqualTo(RefusalCode.TIMESTAMP_MALFORMED);
    }

    @Test
    void keysAndAuthoritiesThatNoLongerCount() {
        Bundle ours = sigstore.bundle(Kind.IDENTITY_MESSAGE);
        assertThat(refusal(
                        ours,
                        new TrustRoot(
                                List.of(sigstore.log.trusted(ENDED)),
                                root.certificateAuthorities(),
                                root.certificateLogs(),
                                root.timestampAuthorities())))
                .isEqualTo(RefusalCode.LOG_OUT_OF_USE);
        assertThat(refusal(
                        ours,
                        new TrustRoot(
                                root.logs(),
                                List.of(sigstore.authority.trusted(ENDED)),
                                root.certificateLogs(),
                                root.timestampAuthorities())))
                .isEqualTo(RefusalCode.CERTIFICATE_AUTHORITY_OUT_OF_USE);
        ValidFor endedBefore = new ValidFor(START, Optional.of(SIGNED.minusSeconds(61)));
        assertThat(refusal(
                        ours,
                        new TrustRoot(
                                root.logs(),
                                root.certificateAuthorities(),
                                List.of(sigstore.authority.trustedLog(endedBefore)),
                                root.timestampAuthorities())))
                .isEqualTo(RefusalCode.CERTIFICATE_LOG_OUT_OF_USE);
        assertThat(refusal(
                        ours,
                        new TrustRoot(
                                root.logs(),
                                root.certificateAuthorities(),
                                root.certificateLogs(),
                                List.of(sigstore.timestamps.trusted(ENDED)))))
                .isEqualTo(RefusalCode.TIMESTAMP_OUT_OF_USE);
        assertThat(refusal(
                        sigstore.bundle(Kind.IDENTITY_MESSAGE_REKOR_V1),
                        new TrustRoot(
                                List.of(sigstore.log.trusted(ENDED)),
                                root.certificateAuthorities(),
                                root.certificateLogs(),
                                root.timestampAuthorities())))
                .isEqualTo(RefusalCode.LOG_OUT_OF_USE);
    }

    @Test
    void aTrustRootThatLacksWhatTheBundleNeeds() {
        Bundle ours = sigstore.bundle(Kind.IDENTITY_MESSAGE);
        assertThat(refusal(ours, TrustRoot.empty())).isEqualTo(RefusalCode.TIMESTAMP_UNTRUSTED);
        assertThat(refusal(ours, new TrustRoot(List.of(), List.of(), List.of(), root.timestampAuthorities())))
                .isEqualTo(RefusalCode.LOG_UNKNOWN);
        assertThat(refusal(ours, new TrustRoot(root.logs(), List.of(), List.of(), root.timestampAuthorities())))
                .isEqualTo(RefusalCode.CERTIFICATE_UNTRUSTED);
        assertThat(refusal(
                        ours,
                        new TrustRoot(
                                root.logs(), root.certificateAuthorities(), List.of(), root.timestampAuthorities())))
                .isEqualTo(RefusalCode.CERTIFICATE_LOG_UNKNOWN);
    }

    @Test
    void aCertificateForAnotherPurposeTimeOrLog() {
        Certificate late =
                sigstore.authority.issue(sigstore.certified.published(), IDENTITY, ISSUER, SIGNED.minusSeconds(601));
        assertThat(refusal(byIdentity(late))).isEqualTo(RefusalCode.CERTIFICATE_NOT_VALID_THEN);
        for (String purpose : List.of("1.3.6.1.5.5.7.3.2", Oids.TIME_STAMPING)) {
            assertThat(refusal(byIdentity(forPurpose(purpose)))).isEqualTo(RefusalCode.CERTIFICATE_UNTRUSTED);
        }
        Certificate unlogged = sigstore.authority.issueUnlogged(
                sigstore.certified.published(), IDENTITY, ISSUER, SIGNED.minusSeconds(60));
        assertThat(refusal(byIdentity(unlogged))).isEqualTo(RefusalCode.CERTIFICATE_TIMESTAMPS_TOO_FEW);
        var writer = sigstore.authority.leaf(IDENTITY, ISSUER, SIGNED.minusSeconds(60));
        Certificate elsewhere = sigstore.authority.issue(
                writer, sigstore.certified.published(), SIGNED.minusSeconds(60), ThrowawayKey.p256());
        assertThat(refusal(byIdentity(elsewhere))).isEqualTo(RefusalCode.CERTIFICATE_LOG_UNKNOWN);
    }

    private Certificate forPurpose(String purpose) {
        var writer = sigstore.authority
                .leaf(IDENTITY, ISSUER, SIGNED.minusSeconds(60))
                .withoutUsage();
        return sigstore.authority.issue(
                writer.usage(purpose, false),
                sigstore.certified.published(),
                SIGNED.minusSeconds(60),
                sigstore.authority.certificateLogKey());
    }

    @Test
    void aCertificateWithoutPurposeOrWithAnUnknownCriticalExtension() {
        var writer = sigstore.authority.leaf(IDENTITY, ISSUER, SIGNED.minusSeconds(60));
        var odd = writer.extension("1.2.3.4.5", true, Bytes.of(new byte[] {5, 0}));
        for (var form : List.of(writer.withoutUsage(), odd)) {
            Certificate certificate = sigstore.authority.issue(
                    form,
                    sigstore.certified.published(),
                    SIGNED.minusSeconds(60),
                    sigstore.authority.certificateLogKey());
            assertThat(refusal(byIdentity(certificate))).isEqualTo(RefusalCode.CERTIFICATE_UNTRUSTED);
        }
    }

    @Test
    void anotherIdentityOrIssuer() {
        Instant from = SIGNED.minusSeconds(60);
        assertThat(refusal(byIdentity(
                        sigstore.authority.issue(sigstore.certified.published(), IDENTITY + "x", ISSUER, from))))
                .isEqualTo(RefusalCode.IDENTITY_NOT_WANTED);
        assertThat(refusal(byIdentity(
                        sigstore.authority.issue(sigstore.certified.published(), IDENTITY, ISSUER + "x", from))))
                .isEqualTo(RefusalCode.ISSUER_NOT_WANTED);
    }

    @Test
    void aPromiseOrProofThatIsThereButWrong() {
        assertThat(refusal(entryChanged(
                        Kind.IDENTITY_MESSAGE_REKOR_V1,
                        entry -> with(
                                entry,
                                entry.index() + 1,
                                entry.integratedTime(),
                                entry.proof().orElseThrow()))))
                .isEqualTo(RefusalCode.LOG_PROMISE_INVALID);
        assertThat(refusal(entryChanged(
                        Kind.IDENTITY_MESSAGE_REKOR_V1,
                        entry -> with(entry, entry.index(), entry.integratedTime(), shortened(entry)))))
                .isEqualTo(RefusalCode.LOG_PROOF_INVALID);
        assertThat(refusal(entryChanged(
                        Kind.IDENTITY_MESSAGE_REKOR_V1,
                        entry -> sigstore.log.promised(with(
                                entry,
                                entry.index(),
                                SIGNED.plusSeconds(900).getEpochSecond(),
                                entry.proof().orElseThrow())))))
                .isEqualTo(RefusalCode.LOG_TIME_OUTSIDE_CERTIFICATE);
        assertThat(refusal(entryChanged(
                        Kind.IDENTITY_MESSAGE_REKOR_V1,
                        entry -> new LogEntry(
                                entry.index(),
                                entry.logId(),
                                entry.kind(),
                                entry.version(),
                                entry.integratedTime(),
                                Optional.empty(),
                                entry.proof(),
                                entry.body()))))
                .isEqualTo(RefusalCode.LOG_PROMISE_MISSING);
    }

    private static InclusionProof shortened(LogEntry entry) {
        InclusionProof proof = entry.proof().orElseThrow();
        return new InclusionProof(
                proof.index(),
                proof.root(),
                proof.size(),
                proof.hashes().subList(1, proof.hashes().size()),
                proof.checkpoint());
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
    void aCertificateWithoutATime() {
        Bundle genuine = sigstore.bundle(Kind.IDENTITY_MESSAGE);
        VerificationMaterial timeless = new VerificationMaterial(
                genuine.material().signer(), genuine.material().logEntries(), List.of());
        assertThat(refusal(new Bundle(timeless, genuine.content()))).isEqualTo(RefusalCode.TIMES_TOO_FEW);
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
}
