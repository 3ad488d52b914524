package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.authority.enrolment.EnrolmentCodes.Purpose;
import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolByCodeTest {
    private static final ServiceIdentity BUILD = new ServiceIdentity(EnrolmentFixture.BUILD);

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    private EnrolmentFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = new EnrolmentFixture(folder);
    }

    @Test
    void aCodeGivesTheCertificateThatItIsFor() {
        Enrolled enrolled = fixture.enrol(new Proof.Code(fixture.code()));
        assertThat(CertificateIdentity.of(enrolled.certificate())).isEqualTo(BUILD);
        assertThat(enrolled.certificate().getPublicKey().getEncoded())
                .isEqualTo(fixture.key.published().spki().toArray());
        assertThat(enrolled.client()).isEqualTo("build");
        assertThat(enrolled.tenant()).isEqualTo(EnrolmentFixture.ACME);
        assertThat(enrolled.expires()).isEqualTo(fixture.now().plus(Duration.ofMinutes(60)));
        assertThat(fixture.identities.find(BUILD)).contains(new Caller(EnrolmentFixture.ACME, BUILD, Role.PIPELINE));
        assertThat(fixture.ledger.lines()).containsExactly("acme enrolled build");
    }

    @Test
    void aCodeIsGoodOnce() {
        String code = fixture.code();
        fixture.enrol(new Proof.Code(code));
        fixture.refused(EnrolmentRefusal.CODE_USED, new Proof.Code(code));
    }

    @Test
    void aCodeIsGoodForItsTime() {
        String late = fixture.code();
        fixture.advance(Duration.ofMinutes(15));
        fixture.refused(EnrolmentRefusal.CODE_EXPIRED, new Proof.Code(late));
        String inTime = fixture.code();
        fixture.advance(Duration.ofMinutes(15).minusMillis(1));
        fixture.enrol(new Proof.Code(inTime));
    }

    @Test
    void whatIsNoCodeIsNoCode() {
        String secret = fixture.code().substring("acme.".length());
        List.of(
                        "",
                        "acme",
                        "acme.",
                        secret,
                        "evil." + secret,
                        "ACME." + secret,
                        "acme." + secret + "a",
                        "acme." + secret.substring(1),
                        "acme.acme." + secret,
                        "acme." + "1".repeat(32),
                        "acme." + "a".repeat(32))
                .forEach(text -> fixture.refused(EnrolmentRefusal.CODE_UNKNOWN, new Proof.Code(text)));
        fixture.enrol(new Proof.Code("acme." + secret));
    }

    @Test
    void aBadRequestUsesNoCodeUp() {
        String code = fixture.code();
        String another = CertificateOrder.pem(CertificateOrder.der(fixture.key, ThrowawayKey.p256()));
        assertThatThrownBy(() -> fixture.enrol.enrol(new EnrolmentRequest(
                        new Proof.Code(code), another, "192.0.2.1", new CorrelationId("correlation-1"))))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.pointer()).isEqualTo("/request"));
        fixture.enrol(new Proof.Code(code));
    }

    @Test
    void aClientThatWasDisabledMeanwhileGetsNothing() {
        OneTimeCode code = OneTimeCode.parse("acme." + "a".repeat(32));
        fixture.codes.keep(
                EnrolmentFixture.admin(EnrolmentFixture.ACME),
                code.digest(),
                new Purpose("off", BUILD),
                fixture.now().plusSeconds(60),
                EnrolmentCodesContract.MANY);
        fixture.refused(EnrolmentRefusal.CLIENT_DISABLED, new Proof.Code(code.revealed()));
    }

    @Test
    void anIdentityOfAnotherClientStaysTheirs() {
        fixture.identities.admit(EnrolmentFixture.admin(EnrolmentFixture.EVIL), BUILD, "eve");
        fixture.refused(EnrolmentRefusal.IDENTITY_TAKEN, new Proof.Code(fixture.code()));
    }

    @Test
    void aCodeIsMadeForOwnClientsAndOwnIdentitiesOnly() {
        refusedOffer(ProblemCode.NOT_FOUND, "eve", EnrolmentFixture.BUILD);
        refusedOffer(ProblemCode.NOT_FOUND, "off", EnrolmentFixture.BUILD);
        refusedOffer(ProblemCode.NOT_FOUND, "nobody", EnrolmentFixture.BUILD);
        List.of(
                        "spiffe://exhibit.internal/tenant/evil/build",
                        "spiffe://exhibit.internal/tenant/acme",
                        "spiffe://exhibit.internal/tenant/acme/",
                        "spiffe://exhibit.internal/tenant/acme-two/build",
                        "spiffe://exhibit.internal/tenant/acme/../evil/build",
                        "spiffe://exhibit.internal/tenant/acme/job",
                        "spiffe://exhibit.internal/tenant/acme/job/release/1",
                        "spiffe://exhibit.internal/service",
                        "spiffe://other.example/tenant/acme/build",
                        "localhost")
                .forEach(identity -> refusedOffer(ProblemCode.WRONG_STATE, "build", identity));
    }

    @Test
    void codesAreShownOnceAndNeverTwiceTheSame() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(all.add(fixture.code())).isTrue();
        }
        OneTimeCode code = OneTimeCode.parse(all.iterator().next());
        assertThat(code.toString()).doesNotContain(code.secret());
        assertThat(new Proof.Code(code.revealed()).toString()).doesNotContain(code.secret());
    }

    @Test
    void whoFailsTooOftenWaitsAndIsNotRecordedAnyMore() {
        for (int i = 0; i < 100; i++) {
            fixture.refused(EnrolmentRefusal.CODE_UNKNOWN, new Proof.Code("acme.x"));
            fixture.advance(Duration.ofSeconds(2));
        }
        int recorded = fixture.ledger.lines().size();
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> fixture.enrol(new Proof.Code(fixture.code())));
        assertThat(refused.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(refused.extra().members()).containsKey("retryAfter");
        assertThat(fixture.ledger.lines()).hasSize(recorded);
        fixture.advance(Duration.ofMinutes(5));
        fixture.enrol(new Proof.Code(fixture.code()));
    }

    @Test
    void anIpv6NetworkIsOnePlaceHoweverManyAddressesItHas() {
        for (int i = 0; i < 100; i++) {
            String address = "2001:db8:0:1::" + Integer.toHexString(i);
            assertThatThrownBy(() -> fixture.enrol.enrol(fixture.request(new Proof.Code("acme.x"), address)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ProblemCode.ENROLMENT_REFUSED));
            fixture.advance(Duration.ofSeconds(2));
        }
        String code = fixture.code();
        assertThatThrownBy(() -> fixture.enrol.enrol(fixture.request(new Proof.Code(code), "2001:db8:0:1:ffff::1")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.RATE_LIMITED));
        fixture.enrol.enrol(fixture.request(new Proof.Code(code), "2001:db8:0:2::1"));
    }

    @Test
    void aTenantHasSoManyOpenCodesAndNoMore() {
        IssuanceLimits limits = IssuanceLimits.defaults();
        EnrolmentFixture few = new EnrolmentFixture(
                folder, limits.withEnrolment(limits.enrolment().withOpenCodes(2, 3)));
        Purpose eves = new Purpose("eve", new ServiceIdentity("spiffe://exhibit.internal/tenant/evil/eve"));
        String first = few.code();
        few.code();
        assertThatThrownBy(few::code)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.WRONG_STATE))
                .hasMessageContaining("a tenant has at most 2 open codes");
        few.offer.code(EnrolmentFixture.admin(EnrolmentFixture.EVIL), eves);
        assertThatThrownBy(() -> few.offer.code(EnrolmentFixture.admin(EnrolmentFixture.EVIL), eves))
                .hasMessageContaining("an installation has at most 3 open codes");
        few.enrol(new Proof.Code(first));
        few.code();
    }

    @Test
    void whoAsksTooOftenWaits() {
        IssuanceLimits limits = IssuanceLimits.defaults();
        EnrolmentFixture few = new EnrolmentFixture(
                folder, limits.withEnrolment(limits.enrolment().withRequests(2)));
        few.enrol(new Proof.Code(few.code()));
        few.enrol(new Proof.Code(few.code()));
        assertThatThrownBy(() -> few.enrol(new Proof.Code(few.code())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.RATE_LIMITED));
    }

    private void refusedOffer(ProblemCode expected, String client, String identity) {
        Purpose purpose = new Purpose(client, new ServiceIdentity(identity));
        assertThatThrownBy(() -> fixture.offer.code(EnrolmentFixture.admin(EnrolmentFixture.ACME), purpose))
                .as("%s as %s", identity, client)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(expected));
    }
}
