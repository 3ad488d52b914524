package dev.exhibit.crypto.verify;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.IDENTITY;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.ISSUER;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.throwaway.ThrowawayAuthority;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.throwaway.ThrowawayTimestamps;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.x509.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys, certificates and authorities that did not count at the time that counts. */
class PeriodAttackTest extends Attacks {
    private static final long TEN_YEARS = 315_360_000L;

    /** From when authorities are made whose certificates end a second before anything was signed. */
    private static final Instant LONG_AGO = SIGNED.minusSeconds(TEN_YEARS + 1);

    private final Bundle ours = sigstore.bundle(Kind.IDENTITY_MESSAGE);

    private TrustRoot withLog(TransparencyLog log) {
        return new TrustRoot(
                List.of(log), root.certificateAuthorities(), root.certificateLogs(), root.timestampAuthorities());
    }

    private TrustRoot withAuthority(Authority authority, TransparencyLog certificateLog) {
        return new TrustRoot(root.logs(), List.of(authority), List.of(certificateLog), root.timestampAuthorities());
    }

    private TrustRoot withTimestamps(Authority authority) {
        return new TrustRoot(root.logs(), root.certificateAuthorities(), root.certificateLogs(), List.of(authority));
    }

    @ParameterizedTest
    @EnumSource(names = {"IDENTITY_MESSAGE", "IDENTITY_MESSAGE_REKOR_V1", "KEY_DSSE_LOG_TIMESTAMP"})
    void aLogWhoseKeyHasEnded(Kind kind) {
        assertThat(refusal(sigstore.bundle(kind), withLog(sigstore.log.trusted(ENDED))))
                .isEqualTo(RefusalCode.LOG_OUT_OF_USE);
    }

    @Test
    void anAuthorityThatHasEnded() {
        TrustRoot ended = withAuthority(sigstore.authority.trusted(ENDED), sigstore.authority.trustedLog());
        assertThat(refusal(ours, ended)).isEqualTo(RefusalCode.CERTIFICATE_AUTHORITY_OUT_OF_USE);
    }

    @Test
    void anAuthorityWhoseCertificateHasExpired() {
        assertThat(byAuthorityOf(LONG_AGO)).isEqualTo(RefusalCode.CERTIFICATE_AUTHORITY_OUT_OF_USE);
    }

    @Test
    void anAuthorityWhoseCertificateIsNotYetValid() {
        assertThat(byAuthorityOf(SIGNED.plusSeconds(1))).isEqualTo(RefusalCode.CERTIFICATE_AUTHORITY_OUT_OF_USE);
    }

    /** The trust root lets it count all the time: its own certificates do not. */
    private RefusalCode byAuthorityOf(Instant start) {
        ThrowawayAuthority authority = new ThrowawayAuthority(start);
        ValidFor always = ValidFor.from(LONG_AGO);
        Certificate leaf = authority.issue(sigstore.certified.published(), IDENTITY, ISSUER, SIGNED.minusSeconds(60));
        return refusal(byIdentity(leaf), withAuthority(authority.trusted(always), authority.trustedLog(always)));
    }

    @Test
    void aCertificateLogWhoseKeyHasEnded() {
        ValidFor before = new ValidFor(START, Optional.of(SIGNED.minusSeconds(61)));
        TrustRoot ended = withAuthority(sigstore.authority.trusted(), sigstore.authority.trustedLog(before));
        assertThat(refusal(ours, ended)).isEqualTo(RefusalCode.CERTIFICATE_LOG_OUT_OF_USE);
    }

    @Test
    void aTimestampAuthorityThatHasEnded() {
        assertThat(refusal(ours, withTimestamps(sigstore.timestamps.trusted(ENDED))))
                .isEqualTo(RefusalCode.TIMESTAMP_OUT_OF_USE);
    }

    @Test
    void aTimestampAuthorityWhoseCertificateHasExpired() {
        ThrowawayTimestamps expired = new ThrowawayTimestamps(LONG_AGO);
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        VerificationMaterial material =
                VerificationMaterial.of(sigstore.managed.published().id());
        Bundle stamped = new Bundle(
                material.withTimestamp(expired.stamp(message.signature().bytes(), SIGNED)), message);
        assertThat(refusal(stamped, withTimestamps(expired.trusted()))).isEqualTo(RefusalCode.TIMESTAMP_OUT_OF_USE);
    }

    @Test
    void anEndThatIsTheTimeItselfStillCounts() {
        ValidFor exactly = new ValidFor(START, Optional.of(SIGNED));
        Outcome outcome = new Verifier(
                        sigstore.trust(withLog(sigstore.log.trusted(exactly))), sigstore.demands(), Mutation.FAST)
                .verify(ours.encode().bytes(), new Artifact.Named(ThrowawaySigstore.ARTIFACT), ThrowawaySigstore.NOW);
        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
    }
}
