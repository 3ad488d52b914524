package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    private EnrolmentFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = new EnrolmentFixture(folder);
    }

    @Test
    void aCertificateIsFollowedByAnotherOfTheSameIdentity() {
        Enrolled first = fixture.enrol(new Proof.Code(fixture.code()));
        fixture.advance(Duration.ofMinutes(59));
        Enrolled second = fixture.enrol(new Proof.Certificate(first.certificate()));
        assertThat(second.identity()).isEqualTo(first.identity());
        assertThat(second.expires()).isEqualTo(first.expires().plus(Duration.ofMinutes(59)));
    }

    @Test
    void whoseIdentityIsOutOfUseIsNotRenewed() {
        Enrolled first = fixture.enrol(new Proof.Code(fixture.code()));
        fixture.identities.disable(first.identity());
        fixture.refused(EnrolmentRefusal.CERTIFICATE_UNKNOWN, new Proof.Certificate(first.certificate()));
    }

    @Test
    void whoseClientOrTenantIsOutOfUseIsNotRenewed() {
        Enrolled first = fixture.enrol(new Proof.Code(fixture.code()));
        fixture.disable("build");
        fixture.refused(EnrolmentRefusal.CERTIFICATE_UNKNOWN, new Proof.Certificate(first.certificate()));
    }

    @Test
    void aRevokedCertificateIsNotRenewedAndItsSuccessorIs() {
        Enrolled first = fixture.enrol(new Proof.Code(fixture.code()));
        fixture.key = ThrowawayKey.p256();
        Enrolled second = fixture.enrol(new Proof.Certificate(first.certificate()));
        fixture.identities.revoke(Presentation.thumbprint(first.certificate()));
        fixture.key = ThrowawayKey.p256();
        fixture.refused(EnrolmentRefusal.CERTIFICATE_UNKNOWN, new Proof.Certificate(first.certificate()));
        fixture.enrol(new Proof.Certificate(second.certificate()));
    }

    @Test
    void theKeyOfARevokedCertificateIsCertifiedNoMore() {
        Enrolled first = fixture.enrol(new Proof.Code(fixture.code()));
        fixture.enrol(new Proof.Certificate(first.certificate()));
        fixture.identities.revoke(Presentation.thumbprint(first.certificate()));
        fixture.refused(EnrolmentRefusal.KEY_OUT_OF_USE, new Proof.Code(fixture.code()));
        fixture.key = ThrowawayKey.p256();
        fixture.enrol(new Proof.Code(fixture.code()));
    }

    @Test
    void theKeyOfAnIdentityOutOfUseIsNotCertifiedUnderAnotherName() {
        Enrolled first = fixture.enrol(new Proof.Code(fixture.code()));
        fixture.identities.disable(first.identity());
        String other = fixture.offer
                .code(
                        EnrolmentFixture.admin(EnrolmentFixture.ACME),
                        new EnrolmentCodes.Purpose("build", new ServiceIdentity(EnrolmentFixture.BUILD + "-two")))
                .code()
                .revealed();
        fixture.refused(EnrolmentRefusal.KEY_OUT_OF_USE, new Proof.Code(other));
        fixture.key = ThrowawayKey.p256();
        fixture.refused(EnrolmentRefusal.IDENTITY_DISABLED, new Proof.Code(fixture.code()));
    }

    @Test
    void aJobsCertificateIsNotRenewed() {
        fixture.rule("""
                {'name': 'release', 'issuer': 'https://token.actions.githubusercontent.com', 'client': 'build',
                 'jwks': 'https://token.actions.githubusercontent.com/.well-known/jwks',
                 'claims': {'repository': 'acme/app'}}
                """);
        Enrolled job = fixture.byToken(fixture.job());
        fixture.refused(EnrolmentRefusal.JOB_CERTIFICATE, new Proof.Certificate(job.certificate()));
    }

    @Test
    void somebodyWhomNobodyKnowsIsNotRenewed() {
        TestAuthority other = new TestAuthority("other");
        fixture.refused(
                EnrolmentRefusal.CERTIFICATE_UNKNOWN,
                new Proof.Certificate(
                        other.client(EnrolmentFixture.BUILD).chain().getFirst()));
        fixture.refused(
                EnrolmentRefusal.CERTIFICATE_UNKNOWN,
                new Proof.Certificate(other.server().chain().getFirst()));
    }
}
