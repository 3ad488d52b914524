package dev.exhibit.bench.opinion;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.CONTENT;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.NOW;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.START;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.BundleVersion;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.ValidFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bundles whose every signature holds and in which yet something is wrong, and genuine ones of unusual kinds. */
final class Forgeries {
    private static final ValidFor ENDED = new ValidFor(START, Optional.of(SIGNED.minusSeconds(100)));

    private final ThrowawaySigstore sigstore;
    private final Asking asking;
    private final List<Forgery> all = new ArrayList<>();

    /** One of them; {@code name} is stable. */
    record Forgery(String kind, String name, Question question) {}

    Forgeries(ThrowawaySigstore sigstore, Asking asking) {
        this.sigstore = sigstore;
        this.asking = asking;
    }

    List<Forgery> all() {
        for (Kind kind : Kind.values()) {
            add(kind, "genuine", asking.genuine(sigstore.bundle(kind)));
        }
        versions();
        otherArtifacts();
        trustRoots();
        times();
        contents();
        managedKeys();
        new ForgedCertificates(sigstore).all().forEach((name, bundle) -> add(Kind.IDENTITY_MESSAGE, name, bundle));
        new ForgedEntries(sigstore).all().forEach(forged -> add(forged.kind(), forged.name(), forged.bundle()));
        all.addAll(new ForgedDocuments(sigstore, asking).all());
        return List.copyOf(all);
    }

    private void add(Kind kind, String name, Question question) {
        all.add(new Forgery(kind.name(), name, question));
    }

    private void add(Kind kind, String name, Bundle bundle) {
        add(kind, name, asking.genuine(bundle));
    }

    /** Old versions have a chain; 0.1 lives on promises. */
    private void versions() {
        for (Kind kind : List.of(Kind.IDENTITY_MESSAGE, Kind.IDENTITY_MESSAGE_REKOR_V1, Kind.IDENTITY_DSSE_REKOR_V1)) {
            Bundle bundle = sigstore.bundle(kind);
            Signer.CertificateChain single =
                    (Signer.CertificateChain) bundle.material().signer();
            VerificationMaterial chain = new VerificationMaterial(
                    new Signer.CertificateChain(single.leaf(), List.of(), false),
                    bundle.material().logEntries(),
                    bundle.material().timestamps());
            add(kind, "version 0.2", new Bundle(BundleVersion.V0_2, chain, bundle.content()));
            add(
                    kind,
                    "version 0.3 in the old spelling",
                    new Bundle(BundleVersion.V0_3_OLD, bundle.material(), bundle.content()));
            if (kind != Kind.IDENTITY_MESSAGE) {
                add(kind, "version 0.1", new Bundle(BundleVersion.V0_1, chain, bundle.content()));
            }
            Question question = asking.genuine(bundle);
            String text = question.bundle().asLenientText();
            add(kind, "version 0.4", question.about(Bytes.utf8(text.replace(".v0.3+json", ".v0.4+json"))));
        }
    }

    private void otherArtifacts() {
        Bytes elsewhere = Bytes.utf8("another artifact");
        for (Kind kind : Kind.values()) {
            Question question = asking.genuine(sigstore.bundle(kind));
            add(kind, "another artifact in hand", Asking.artifact(question, elsewhere));
        }
    }

    private void trustRoots() {
        TrustRoot root = sigstore.trustRoot();
        for (Kind kind : List.of(Kind.IDENTITY_MESSAGE, Kind.IDENTITY_MESSAGE_REKOR_V1)) {
            Question question = asking.genuine(sigstore.bundle(kind));
            trusted(
                    kind,
                    "log ended",
                    question,
                    new TrustRoot(
                            List.of(sigstore.log.trusted(ENDED)),
                            root.certificateAuthorities(),
                            root.certificateLogs(),
                            root.timestampAuthorities()));
            trusted(
                    kind,
                    "certificate authority ended",
                    question,
                    new TrustRoot(
                            root.logs(),
                            List.of(sigstore.authority.trusted(ENDED)),
                            root.certificateLogs(),
                            root.timestampAuthorities()));
            trusted(
                    kind,
                    "certificate log ended",
                    question,
                    new TrustRoot(
                            root.logs(),
                            root.certificateAuthorities(),
                            List.of(sigstore.authority.trustedLog(ENDED)),
                            root.timestampAuthorities()));
            trusted(
                    kind,
                    "timestamp authority ended",
                    question,
                    new TrustRoot(
                            root.logs(),
                            root.certificateAuthorities(),
                            root.certificateLogs(),
                            List.of(sigstore.timestamps.trusted(ENDED))));
            trusted(kind, "other trust root", question, new ThrowawaySigstore().trustRoot());
        }
    }

    private void trusted(Kind kind, String name, Question question, TrustRoot root) {
        add(kind, name, new Question(question.bundle(), question.artifact(), asking.in(root), question.demands()));
    }

    private void times() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.certified);
        Bytes signature = message.signature().bytes();
        Bundle genuine = sigstore.identity(sigstore.certificate(), message, false);
        Bytes stamp = genuine.material().timestamps().getFirst();
        add(Kind.IDENTITY_MESSAGE, "no timestamp", stamped(genuine, List.of()));
        add(
                Kind.IDENTITY_MESSAGE,
                "timestamp outside the certificate",
                stamped(genuine, List.of(sigstore.timestamps.stamp(signature, SIGNED.plusSeconds(3600)))));
        add(
                Kind.IDENTITY_MESSAGE,
                "timestamp of another signature",
                stamped(genuine, List.of(sigstore.timestamps.stamp(CONTENT, SIGNED))));
        add(
                Kind.IDENTITY_MESSAGE,
                "timestamp of another authority",
                stamped(genuine, List.of(new ThrowawaySigstore().timestamps.stamp(signature, SIGNED))));
        add(
                Kind.IDENTITY_MESSAGE,
                "a right timestamp and a wrong one",
                stamped(genuine, List.of(stamp, sigstore.timestamps.stamp(CONTENT, SIGNED))));
        add(
                Kind.IDENTITY_MESSAGE,
                "two timestamps of one second",
                stamped(genuine, List.of(stamp, sigstore.timestamps.stamp(signature, SIGNED))));
        add(
                Kind.IDENTITY_MESSAGE,
                "two timestamps",
                stamped(genuine, List.of(stamp, sigstore.timestamps.stamp(signature, SIGNED.plusSeconds(2)))));
        List<Bytes> many = new ArrayList<>();
        for (int i = 0; i < VerificationMaterial.MAX_ITEMS; i++) {
            many.add(sigstore.timestamps.stamp(signature, SIGNED.plusSeconds(i)));
        }
        add(Kind.IDENTITY_MESSAGE, "32 timestamps", stamped(genuine, many));
        BundleContent.Message managed = ThrowawaySigstore.message(sigstore.managed);
        Bytes future = sigstore.timestamps.stamp(managed.signature().bytes(), NOW.plusSeconds(3600));
        add(
                Kind.KEY_MESSAGE_TIMESTAMP,
                "timestamp in the future",
                new Bundle(
                        VerificationMaterial.of(sigstore.managed.published().id())
                                .withTimestamp(future),
                        managed));
    }

    private static Bundle stamped(Bundle bundle, List<Bytes> stamps) {
        VerificationMaterial material = bundle.material();
        return new Bundle(new VerificationMaterial(material.signer(), material.logEntries(), stamps), bundle.content());
    }

    private void contents() {
        Bytes text = Bytes.utf8("no statement");
        for (String type : List.of(Envelope.IN_TOTO, "text/plain")) {
            add(Kind.KEY_DSSE, "payload that is no statement, " + type, managed(sigstore.managed, type, text));
        }
        Bytes old = Bytes.utf8(ThrowawaySigstore.statement(ThrowawaySigstore.ARTIFACT)
                .encode()
                .bytes()
                .asLenientText()
                .replace("Statement/v1", "Statement/v0.1"));
        add(Kind.KEY_DSSE, "statement of version 0.1", managed(sigstore.managed, Envelope.IN_TOTO, old));
    }

    /** Signed with the hash that is usual for the key. */
    private void managedKeys() {
        for (ThrowawayKey key : List.of(
                ThrowawayKey.p384(),
                ThrowawayKey.p521(),
                ThrowawayKey.ed25519(),
                ThrowawayKey.make("RSA", "SHA256withRSA"))) {
            String name = "managed key " + key.published().type().label();
            VerificationMaterial material =
                    VerificationMaterial.of(key.published().id());
            Bundle dsse = new Bundle(material, ThrowawaySigstore.dsse(key));
            Bundle message = new Bundle(material, ThrowawaySigstore.message(key));
            add(Kind.KEY_DSSE, name, keyed(dsse, key));
            add(Kind.KEY_MESSAGE, name, keyed(message, key));
        }
        Question hinted = keyed(sigstore.bundle(Kind.KEY_DSSE), sigstore.managed);
        String text = hinted.bundle().asLenientText();
        add(
                Kind.KEY_DSSE,
                "another hint and one trusted key",
                hinted.about(Bytes.utf8(text.replace("\"hint\":\"", "\"hint\":\"x"))));
    }

    private static Question keyed(Bundle bundle, ThrowawayKey key) {
        return Question.of(bundle.encode().bytes(), CONTENT, Asking.in(key.published()), Asking.demands(bundle));
    }

    private static Bundle managed(ThrowawayKey key, String type, Bytes payload) {
        Envelope envelope = new Envelope(type, payload, key.sign(Envelope.signedBytes(type, payload)));
        return new Bundle(VerificationMaterial.of(key.published().id()), new BundleContent.Dsse(envelope));
    }
}
