package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.IdentityRule;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import dev.exhibit.crypto.x509.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Every part of a Sigstore with fresh keys, and bundles of every {@link Kind}, all about {@link #ARTIFACT}. */
public final class ThrowawaySigstore {
    /** From when all keys count. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** When everything is signed. */
    public static final Instant SIGNED = START.plusSeconds(3600);

    /** When everything is verified. */
    public static final Instant NOW = START.plusSeconds(86_400);

    public static final Bytes CONTENT = Bytes.utf8("the artifact");
    public static final Digest ARTIFACT = Hashing.of(CONTENT);
    public static final String IDENTITY = "spiffe://throwaway.example/ci/build";
    public static final String ISSUER = "https://token.throwaway.example";

    public final ThrowawayKey managed = ThrowawayKey.p256();
    public final ThrowawayKey certified = ThrowawayKey.p256();
    public final ThrowawayAuthority authority = new ThrowawayAuthority(START);
    public final ThrowawayTimestamps timestamps = new ThrowawayTimestamps(START);
    public final ThrowawayLog log = new ThrowawayLog("log.throwaway.example", START);

    /** The kinds of bundle. */
    public enum Kind {
        KEY_DSSE,
        KEY_MESSAGE,
        KEY_MESSAGE_TIMESTAMP,
        KEY_DSSE_LOG_TIMESTAMP,
        KEY_MESSAGE_LOG_WITNESS,
        IDENTITY_DSSE,
        IDENTITY_MESSAGE,
        IDENTITY_DSSE_WITNESS,
        IDENTITY_DSSE_AS_DSSE_V2,
        IDENTITY_MESSAGE_REKOR_V1,
        IDENTITY_DSSE_REKOR_V1,
        IDENTITY_INTOTO_REKOR_V1
    }

    public TrustRoot trustRoot() {
        return new TrustRoot(
                List.of(log.trusted()),
                List.of(authority.trusted()),
                List.of(authority.trustedLog()),
                List.of(timestamps.trusted()));
    }

    public Trust trust() {
        return trust(trustRoot());
    }

    public Trust trust(TrustRoot root) {
        return new Trust(Set.of(managed.published()), root, Set.of(log.witness()));
    }

    public Demands demands() {
        return Demands.ofOurs().by(List.of(IdentityRule.exactly(IDENTITY, ISSUER)));
    }

    public Verifier verifier() {
        return new Verifier(trust(), demands(), SignatureChecker.standard());
    }

    public Certificate certificate() {
        return authority.issue(certified.published(), IDENTITY, ISSUER, SIGNED.minusSeconds(60));
    }

    public static Statement statement(Digest artifact) {
        Json.Obj predicate =
                Json.object().with("buildDefinition", Json.object().with("buildType", "https://example/b"));
        return new Statement(List.of(new Subject("app.jar", artifact)), PredicateTypes.SLSA_PROVENANCE, predicate);
    }

    public static BundleContent.Dsse dsse(ThrowawayKey key) {
        return dsse(key, statement(ARTIFACT));
    }

    public static BundleContent.Dsse dsse(ThrowawayKey key, Statement statement) {
        Bytes payload = statement.encode().bytes();
        return new BundleContent.Dsse(
                new Envelope(Envelope.IN_TOTO, payload, key.sign(Envelope.signedBytes(Envelope.IN_TOTO, payload))));
    }

    public static BundleContent.Message message(ThrowawayKey key) {
        return message(key, CONTENT);
    }

    private static BundleContent.Message message(ThrowawayKey key, Bytes content) {
        return new BundleContent.Message(Hashing.of(content), key.sign(content));
    }

    /** A bundle about {@link #ARTIFACT}. */
    public Bundle bundle(Kind kind) {
        return bundle(kind, CONTENT);
    }

    /** A bundle about any artifact. */
    public Bundle bundle(Kind kind, Bytes artifact) {
        Statement statement = statement(Hashing.of(artifact));
        VerificationMaterial byKey = VerificationMaterial.of(managed.published().id());
        return switch (kind) {
            case KEY_DSSE -> new Bundle(byKey, dsse(managed, statement));
            case KEY_MESSAGE -> new Bundle(byKey, message(managed, artifact));
            case KEY_MESSAGE_TIMESTAMP -> stamped(byKey, message(managed, artifact));
            case KEY_DSSE_LOG_TIMESTAMP -> logged(byKey, dsse(managed, statement), managedSpecs(), false);
            case KEY_MESSAGE_LOG_WITNESS -> logged(byKey, message(managed, artifact), managedSpecs(), true);
            case IDENTITY_DSSE -> identity(certificate(), dsse(certified, statement), false);
            case IDENTITY_MESSAGE -> identity(certificate(), message(certified, artifact), false);
            case IDENTITY_DSSE_WITNESS -> identity(certificate(), dsse(certified, statement), true);
            case IDENTITY_DSSE_AS_DSSE_V2 -> {
                BundleContent.Dsse content = dsse(certified, statement);
                Certificate certificate = certificate();
                yield with(
                        certificate,
                        content,
                        log.append("dsse", specs(certificate).dsseV2(content.envelope()), false));
            }
            case IDENTITY_MESSAGE_REKOR_V1 -> {
                BundleContent.Message content = message(certified, artifact);
                yield rekorV1(content, "hashedrekord", "0.0.1", specs -> specs.hashedRekordV1(content));
            }
            case IDENTITY_DSSE_REKOR_V1 -> {
                BundleContent.Dsse content = dsse(certified, statement);
                yield rekorV1(content, "dsse", "0.0.1", specs -> specs.dsseV1(content.envelope()));
            }
            case IDENTITY_INTOTO_REKOR_V1 -> {
                BundleContent.Dsse content = dsse(certified, statement);
                yield rekorV1(content, "intoto", "0.0.2", specs -> specs.intotoV1(content.envelope()));
            }
        };
    }

    /** Our usual bundle by an identity: log entry, timestamp. */
    public Bundle identity(Certificate certificate, BundleContent content, boolean witnessed) {
        return logged(VerificationMaterial.of(certificate.encoded()), content, specs(certificate), witnessed);
    }

    /** The material with a timestamp over the content's signature. */
    public Bundle stamped(VerificationMaterial material, BundleContent content) {
        Bytes response = timestamps.stamp(content.signature().bytes(), SIGNED);
        return new Bundle(material.withTimestamp(response), content);
    }

    /** The material with a log entry and a timestamp. */
    public Bundle logged(VerificationMaterial material, BundleContent content, EntrySpecs specs, boolean witnessed) {
        Json.Obj spec = specs.hashedRekordV2(content.signedDigest(), content.signature());
        return stamped(material.with(log.append("hashedrekord", spec, witnessed)), content);
    }

    public EntrySpecs managedSpecs() {
        return new EntrySpecs(false, managed.published().spki());
    }

    public static EntrySpecs specs(Certificate certificate) {
        return new EntrySpecs(true, certificate.encoded());
    }

    private Bundle with(Certificate certificate, BundleContent content, LogEntry entry) {
        return stamped(VerificationMaterial.of(certificate.encoded()).with(entry), content);
    }

    private Bundle rekorV1(
            BundleContent content,
            String kind,
            String version,
            java.util.function.Function<EntrySpecs, Json.Obj> spec) {
        Certificate certificate = certificate();
        LogEntry entry = log.appendV1(kind, version, spec.apply(specs(certificate)), SIGNED);
        return new Bundle(VerificationMaterial.of(certificate.encoded()).with(entry), content);
    }
}
