package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.boundary.testing.TestAuthority;
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
