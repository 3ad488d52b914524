package dev.exhibit.crypto.verify;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.IDENTITY;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.ISSUER;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.NOW;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.Oids;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others have been caught accepting, one attack each, and each refused for its own reason. */
class AttackTest extends Attacks {
    private static final Instant FROM = SIGNED.minusSeconds(60);

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
    void anIntegratedTimeInTheFuture() {
        Bytes bundle = sigstore.bundle(Kind.IDENTITY_MESSAGE_REKOR_V1).encode().bytes();
        assertThat(refusal(bundle, root, SIGNED.minusSeconds(1))).isEqualTo(RefusalCode.LOG_TIME_IN_FUTURE);
    }

    @Test
    void aTimestampInTheFuture() {
        Bytes bundle = sigstore.bundle(Kind.IDENTITY_MESSAGE).encode().bytes();
        assertThat(refusal(bundle, root, SIGNED.minusSeconds(1))).isEqualTo(RefusalCode.TIMESTAMP_IN_FUTURE);
    }

    @Test
    void aCertificateTimestampInTheFuture() {
        Certificate early = issued(SIGNED.plusSeconds(3600), sigstore.authority.certificateLogKey());
        assertThat(refusal(byIdentity(early))).isEqualTo(RefusalCode.CERTIFICATE_TIMESTAMP_IN_FUTURE);
    }

    private Certificate issued(Instant seen, ThrowawayKey log) {
        return sigstore.authority.issue(
                sigstore.authority.leaf(IDENTITY, ISSUER, FROM), sigstore.certified.published(), seen, log);
    }

    @Test
    void aTimestampOfAnotherSignature() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        Bytes elsewhere = sigstore.timestamps.stamp(Bytes.utf8("another signature"), SIGNED);
        assertThat(refusal(new Bundle(byKey().withTimestamp(elsewhere), message)))
                .isEqualTo(RefusalCode.TIMESTAMP_OF_ANOTHER_SIGNATURE);
    }

    @Test
    void aTimestampOfAnotherAuthority() {
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        Bytes strange =
                new ThrowawaySigstore().timestamps.stamp(message.signature().bytes(), SIGNED);
        assertThat(refusal(new Bundle(byKey().withTimestamp(strange), message)))
                .isEqualTo(RefusalCode.TIMESTAMP_MALFORMED);
        assertThat(refusal(new Bundle(byKey().withTimestamp(Bytes.utf8("no timestamp")), message)))
                .isEqualTo(RefusalCode.TIMESTAMP_MALFORMED);
    }

    private VerificationMaterial byKey() {
        return VerificationMaterial.of(sigstore.managed.published().id());
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
    void aCertificateThatIsNotValidAtThatTime() {
        Certificate late =
                sigstore.authority.issue(sigstore.certified.published(), IDENTITY, ISSUER, SIGNED.minusSeconds(601));
        assertThat(refusal(byIdentity(late))).isEqualTo(RefusalCode.CERTIFICATE_NOT_VALID_THEN);
    }

    @Test
    void aCertificateForClientsOrTimestamps() {
        for (String purpose : List.of("1.3.6.1.5.5.7.3.2", Oids.TIME_STAMPING)) {
            assertThat(refusal(byIdentity(forPurpose(purpose)))).isEqualTo(RefusalCode.CERTIFICATE_UNTRUSTED);
        }
    }

    @Test
    void aCertificateThatNoLogHasSeen() {
        Certificate unlogged = sigstore.authority.issueUnlogged(sigstore.certified.published(), IDENTITY, ISSUER, FROM);
        assertThat(refusal(byIdentity(unlogged))).isEqualTo(RefusalCode.CERTIFICATE_TIMESTAMPS_TOO_FEW);
    }

    @Test
    void aCertificateTimestampOfAnotherLog() {
        assertThat(refusal(byIdentity(issued(FROM, ThrowawayKey.p256()))))
                .isEqualTo(RefusalCode.CERTIFICATE_LOG_UNKNOWN);
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
