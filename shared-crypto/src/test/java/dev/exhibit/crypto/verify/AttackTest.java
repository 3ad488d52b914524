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
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.Oids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What others have been caught accepting, one attack each, and each refused for its own reason. */
class AttackTest extends Attacks {
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
        Json.Obj envelope = object(bundle, "dsseEnvelope");
        Json one = items(envelope, "signatures").getFirst();
        Json.Obj two = bundle.with("dsseEnvelope", envelope.with("signatures", Json.array(List.of(one, one))));
        assertThat(refusal(CanonicalJson.of(two).bytes(), root, NOW)).isEqualTo(RefusalCode.BUNDLE_MALFORMED);
    }

    @Test
    void thousandsOfEntriesTimestampsOrSubjects() {
        Json.Obj bundle = sigstore.bundle(Kind.IDENTITY_MESSAGE).toJson();
        Json.Obj material = object(bundle, "verificationMaterial");
        Json entry = items(material, "tlogEntries").getFirst();
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
                .isEqualTo(RefusalCode.TIMESTAMP_MALFORMED);
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
    void aCertificateTimestampOfAnotherCertificateOrNoneAtAll() {
        Certificate other =
                sigstore.authority.issue(ThrowawayKey.p256().published(), IDENTITY, ISSUER, SIGNED.minusSeconds(60));
        Bytes borrowed =
                other.extension(Oids.CERTIFICATE_TIMESTAMPS).orElseThrow().value();
        assertThat(refusal(byIdentity(withTimestamps(borrowed)))).isEqualTo(RefusalCode.CERTIFICATE_TIMESTAMP_INVALID);
        assertThat(refusal(byIdentity(withTimestamps(Bytes.of(new byte[] {4, 2, 0, 0})))))
                .isEqualTo(RefusalCode.CERTIFICATE_TIMESTAMP_MALFORMED);
    }

    private Certificate withTimestamps(Bytes list) {
        var writer = sigstore.authority.leaf(IDENTITY, ISSUER, SIGNED.minusSeconds(60));
        return sigstore.authority.sign(
                writer.extension(Oids.CERTIFICATE_TIMESTAMPS, false, list), sigstore.certified.published());
    }

    @Test
    void aTimestampThatTheAuthorityDidNotSign() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        byte[] response =
                sigstore.timestamps.stamp(message.signature().bytes(), SIGNED).toArray();
        response[response.length - 1] ^= 1;
        VerificationMaterial material =
                VerificationMaterial.of(sigstore.managed.published().id());
        assertThat(refusal(new Bundle(material.withTimestamp(Bytes.owned(response)), message)))
                .isEqualTo(RefusalCode.TIMESTAMP_INVALID);
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
    void aCertificateWithoutATime() {
        Bundle genuine = sigstore.bundle(Kind.IDENTITY_MESSAGE);
        VerificationMaterial timeless = new VerificationMaterial(
                genuine.material().signer(), genuine.material().logEntries(), List.of());
        assertThat(refusal(new Bundle(timeless, genuine.content()))).isEqualTo(RefusalCode.TIMES_TOO_FEW);
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
}
