package dev.exhibit.bench.opinion;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.CONTENT;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.START;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.EntrySpecs;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.x509.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Bundles with entries that the right log holds and that say something else, or are shown wrongly. */
final class ForgedEntries {
    private final ThrowawaySigstore sigstore;
    private final List<Forged> all = new ArrayList<>();

    /** One of them. */
    record Forged(Kind kind, String name, Bundle bundle) {}

    ForgedEntries(ThrowawaySigstore sigstore) {
        this.sigstore = sigstore;
    }

    List<Forged> all() {
        byIdentity();
        byKey();
        rekorV1();
        contradictions();
        checkpoints();
        return List.copyOf(all);
    }

    private void byIdentity() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.certified);
        Certificate certificate = sigstore.certificate();
        EntrySpecs specs = ThrowawaySigstore.specs(certificate);
        VerificationMaterial material = VerificationMaterial.of(certificate.encoded());
        Digest elsewhere = Hashing.of(Bytes.utf8("another artifact"));
        logged("entry of another artifact", material, message, specs.hashedRekordV2(elsewhere, message.signature()));
        logged(
                "entry of another signature",
                material,
                message,
                specs.hashedRekordV2(message.artifact(), sigstore.certified.sign(CONTENT)));
        EntrySpecs renewed = ThrowawaySigstore.specs(sigstore.certificate());
        logged(
                "entry of another certificate of the same key",
                material,
                message,
                renewed.hashedRekordV2(message.artifact(), message.signature()));
        EntrySpecs bare = new EntrySpecs(false, sigstore.certified.published().spki());
        logged(
                "entry of the bare key of a certificate",
                material,
                message,
                bare.hashedRekordV2(message.artifact(), message.signature()));
        logged(
                "entry with an unknown member",
                material,
                message,
                specs.hashedRekordV2(message.artifact(), message.signature()).with("more", true));
    }

    private void byKey() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        VerificationMaterial material =
                VerificationMaterial.of(sigstore.managed.published().id());
        EntrySpecs other = new EntrySpecs(false, ThrowawayKey.p256().published().spki());
        Json.Obj spec = other.hashedRekordV2(message.artifact(), message.signature());
        all.add(new Forged(
                Kind.KEY_MESSAGE_LOG_WITNESS,
                "entry of another key",
                sigstore.stamped(material.with(sigstore.log.append("hashedrekord", spec, false)), message)));
        Json.Obj right = sigstore.managedSpecs().hashedRekordV2(message.artifact(), message.signature());
        all.add(new Forged(
                Kind.KEY_MESSAGE_LOG_WITNESS,
                "entry of an unknown kind",
                sigstore.stamped(material.with(sigstore.log.append("rpm", right, false)), message)));
    }

    private void logged(String name, VerificationMaterial material, BundleContent content, Json.Obj spec) {
        LogEntry entry = sigstore.log.append("hashedrekord", spec, false);
        all.add(new Forged(Kind.IDENTITY_MESSAGE, name, sigstore.stamped(material.with(entry), content)));
    }

    private void rekorV1() {
        Kind kind = Kind.IDENTITY_MESSAGE_REKOR_V1;
        change(kind, "promise for another index", entry -> with(entry, entry.index() + 1, entry.integratedTime()));
        change(
                kind,
                "time outside the certificate, promised",
                entry -> sigstore.log.promised(with(entry, entry.index(), time(SIGNED.plusSeconds(900)))));
        change(
                kind,
                "time in the future, promised",
                entry ->
                        sigstore.log.promised(with(entry, entry.index(), time(ThrowawaySigstore.NOW.plusSeconds(60)))));
        change(
                kind,
                "no promise",
                entry -> new LogEntry(
                        entry.index(),
                        entry.logId(),
                        entry.kind(),
                        entry.version(),
                        entry.integratedTime(),
                        Optional.empty(),
                        entry.proof(),
                        entry.body()));
        change(kind, "proof shortened", ForgedEntries::shortened);
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.certified);
        EntrySpecs other = ThrowawaySigstore.specs(sigstore.certificate());
        LogEntry entry = sigstore.log.appendV1("hashedrekord", "0.0.1", other.hashedRekordV1(message), SIGNED);
        VerificationMaterial material =
                VerificationMaterial.of(sigstore.certificate().encoded());
        all.add(new Forged(
                kind, "entry of another certificate of the same key", new Bundle(material.with(entry), message)));
        BundleContent.Dsse dsse = ThrowawaySigstore.dsse(sigstore.certified);
        EntrySpecs stranger = ThrowawaySigstore.specs(sigstore.authority.issue(
                ThrowawayKey.p256().published(),
                ThrowawaySigstore.IDENTITY,
                ThrowawaySigstore.ISSUER,
                SIGNED.minusSeconds(60)));
        LogEntry strange = sigstore.log.appendV1("dsse", "0.0.1", stranger.dsseV1(dsse.envelope()), SIGNED);
        all.add(new Forged(
                Kind.IDENTITY_DSSE_REKOR_V1, "entry of another certificate", new Bundle(material.with(strange), dsse)));
    }

    private void contradictions() {
        Kind kind = Kind.IDENTITY_MESSAGE;
        change(kind, "another index outside than inside", entry -> with(entry, entry.index() + 1, 0));
        change(kind, "a time in an entry of Rekor v2", entry -> with(entry, entry.index(), time(SIGNED)));
        change(kind, "a promise in an entry of Rekor v2", entry -> sigstore.log.promised(entry));
        change(
                kind,
                "a wrong promise in an entry of Rekor v2",
                entry -> promised(entry, new ThrowawayLog("log.throwaway.example", START)));
        change(kind, "proof shortened", ForgedEntries::shortened);
        for (Kind known : List.of(kind, Kind.IDENTITY_MESSAGE_REKOR_V1)) {
            proof(
                    known,
                    "another root beside the checkpoint",
                    proof -> new InclusionProof(
                            proof.index(), Hashing.of(CONTENT), proof.size(), proof.hashes(), proof.checkpoint()));
            proof(
                    known,
                    "another size beside the checkpoint",
                    proof -> new InclusionProof(
                            proof.index(), proof.root(), proof.size() + 1, proof.hashes(), proof.checkpoint()));
        }
        Bundle genuine = sigstore.bundle(kind);
        BundleContent.Message message = (BundleContent.Message) genuine.content();
        Certificate certificate = new Certificate(((VerificationMaterial.Signer.CertificateChain)
                        genuine.material().signer())
                .leaf());
        LogEntry second = sigstore.log.append(
                "hashedrekord",
                ThrowawaySigstore.specs(certificate).hashedRekordV2(message.artifact(), message.signature()),
                false);
        all.add(new Forged(
                kind, "two entries of one log", new Bundle(genuine.material().with(second), message)));
        LogEntry wrong = sigstore.log.append(
                "hashedrekord",
                ThrowawaySigstore.specs(certificate).hashedRekordV2(Hashing.of(Bytes.utf8("x")), message.signature()),
                false);
        all.add(new Forged(
                kind,
                "a right entry and a wrong one",
                new Bundle(genuine.material().with(wrong), message)));
    }

    private void checkpoints() {
        ThrowawayLog log = sigstore.log;
        for (Kind kind : List.of(Kind.IDENTITY_MESSAGE, Kind.IDENTITY_MESSAGE_REKOR_V1)) {
            note(
                    kind,
                    "checkpoint of another origin",
                    found -> log.note(found.text().replace("log.", "lag."), false));
            note(
                    kind,
                    "checkpoint of another tree",
                    found -> log.note(found.text().replaceFirst("\n[0-9]+\n", "\n999\n"), false));
            note(kind, "checkpoint with an extension line", found -> log.note(found.text() + "more\n", false));
            note(
                    kind,
                    "checkpoint by another log of the same name",
                    found -> new ThrowawayLog("log.throwaway.example", START).note(found.text(), false));
            note(kind, "checkpoint with a line of another key of the same name first", ForgedEntries::otherKeyFirst);
            note(
                    kind,
                    "checkpoint with a stranger's line",
                    found -> found.note()
                            + lines(new ThrowawayLog("stranger.example", START).note(found.text(), false)));
            note(
                    kind,
                    "checkpoint with a wrong witness",
                    found -> found.note()
                            + lines(log.note(found.text() + "more\n", true))
                                    .lines()
                                    .skip(1)
                                    .findFirst()
                                    .orElseThrow() + "\n");
        }
    }

    private static String otherKeyFirst(Checkpoint found) {
        String other = new ThrowawayLog("log.throwaway.example", START).note(found.text(), false);
        return other + lines(found.note());
    }

    private static String lines(String note) {
        return note.substring(note.indexOf("\n\n") + 2);
    }

    private void note(Kind kind, String name, Function<Checkpoint, String> change) {
        proof(
                kind,
                name,
                proof -> new InclusionProof(
                        proof.index(),
                        proof.root(),
                        proof.size(),
                        proof.hashes(),
                        proof.checkpoint().map(change).map(Checkpoint::parse)));
    }

    private void proof(Kind kind, String name, UnaryOperator<InclusionProof> change) {
        change(
                kind,
                name,
                entry -> new LogEntry(
                        entry.index(),
                        entry.logId(),
                        entry.kind(),
                        entry.version(),
                        entry.integratedTime(),
                        entry.promise(),
                        entry.proof().map(change),
                        entry.body()));
    }

    private void change(Kind kind, String name, UnaryOperator<LogEntry> change) {
        Bundle genuine = sigstore.bundle(kind);
        VerificationMaterial material = genuine.material();
        LogEntry entry = change.apply(material.logEntries().getFirst());
        all.add(new Forged(
                kind,
                name,
                new Bundle(
                        new VerificationMaterial(material.signer(), List.of(entry), material.timestamps()),
                        genuine.content())));
    }

    private static LogEntry with(LogEntry entry, long index, long time) {
        return new LogEntry(
                index,
                entry.logId(),
                entry.kind(),
                entry.version(),
                time,
                entry.promise(),
                entry.proof(),
                entry.body());
    }

    private static LogEntry promised(LogEntry entry, ThrowawayLog log) {
        return new LogEntry(
                entry.index(),
                entry.logId(),
                entry.kind(),
                entry.version(),
                entry.integratedTime(),
                log.promised(entry).promise(),
                entry.proof(),
                entry.body());
    }

    private static LogEntry shortened(LogEntry entry) {
        InclusionProof proof = entry.proof().orElseThrow();
        InclusionProof shorter = new InclusionProof(
                proof.index(),
                proof.root(),
                proof.size(),
                proof.hashes().subList(1, proof.hashes().size()),
                proof.checkpoint());
        return new LogEntry(
                entry.index(),
                entry.logId(),
                entry.kind(),
                entry.version(),
                entry.integratedTime(),
                entry.promise(),
                Optional.of(shorter),
                entry.body());
    }

    private static long time(Instant instant) {
        return instant.getEpochSecond();
    }
}
