package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of GitHub, GitLab or Kubernetes, by the tokens that they really issue. */
class EnrolJobTest {
    private static final String GITHUB = """
            {'name': 'release', 'issuer': 'https://token.actions.githubusercontent.com',
             'jwks': 'https://token.actions.githubusercontent.com/.well-known/jwks', 'client': 'build',
             'claims': {'repository': 'acme/app', 'repository_owner_id': '65', 'ref': 'refs/heads/main',
                        'environment': 'production', 'event_name': 'push',
                        'workflow_ref': 'acme/app/.github/workflows/release.yml@*'}}
            """;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    private EnrolmentFixture fixture;

    @BeforeEach
    void fresh() {
        fixture = new EnrolmentFixture(folder);
        fixture.rule(GITHUB);
    }

    @Test
    void aJobThatFailsTooOftenWaitsWhereverItRunsAndNoOther() {
        int recorded = 0;
        for (int i = 0; i < 5; i++) {
            String address = "192.0.2." + i;
            TestJwt wrong = fixture.job().claim("environment", "staging");
            assertThat(refusal(wrong, address).code()).isEqualTo(ProblemCode.ENROLMENT_REFUSED);
            recorded = fixture.ledger.lines().size();
        }
        ProblemException waits = refusal(fixture.job().claim("environment", "staging"), "192.0.2.77");
        assertThat(waits.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(waits.extra().members()).containsKey("retryAfter");
        assertThat(fixture.ledger.lines()).hasSize(recorded);
        // Of another branch, or another event: it did not fail.
        fixture.rule(GITHUB.replace("'release'", "'branch'").replace("refs/heads/main", "refs/heads/next"));
        fixture.byToken(fixture.job().claim("ref", "refs/heads/next"));
        fixture.advance(Duration.ofMinutes(5));
        fixture.byToken(fixture.job());
    }

    @Test
    void whatOthersDoWithItsTokenDoesNotLockAJobOut() {
        TestJwt used = fixture.job();
        fixture.byToken(used);
        TestJwt forged = fixture.job()
                .claim("environment", "staging")
                .signedBy(JwsAlgorithm.RS256, ThrowawayKey.make("RSA", "SHA256withRSA"));
        for (int i = 0; i < 10; i++) {
            assertThat(refusal(used, "192.0.2.9").code()).isEqualTo(ProblemCode.ENROLMENT_REFUSED);
            assertThat(refusal(forged, "192.0.2.9").code()).isEqualTo(ProblemCode.ENROLMENT_REFUSED);
        }
        fixture.byToken(fixture.job());
    }

    private ProblemException refusal(TestJwt token, String address) {
        return catchThrowableOfType(
                ProblemException.class,
                () -> fixture.enrol.enrol(fixture.request(new Proof.JobToken(token.text()), address)));
    }

    @Test
    void theRightJobEnrolsUnderAnIdentityOfItsOwn() {
        Enrolled one = fixture.byToken(fixture.job());
        Enrolled two = fixture.byToken(fixture.job());
        assertThat(one.identity().value())
                .matches("spiffe://exhibit\\.internal/tenant/acme/job/release/[0-9a-f]{32}")
                .isNotEqualTo(two.identity().value());
        assertThat(one.client()).isEqualTo("build");
        assertThat(one.expires()).isEqualTo(fixture.now().plus(Duration.ofMinutes(60)));
        assertThat(fixture.ledger.lines()).containsExactly("acme enrolled build", "acme enrolled build");
    }

    @Test
    void whatTheJobIsIsKept() {
        Enrolled enrolled = fixture.byToken(fixture.job());
        assertThat(fixture.identities.claims(enrolled.identity()).members())
                .containsEntry("rule", Json.text("release"))
                .containsEntry("iss", Json.text(JobIssuer.GITHUB))
                .containsEntry("repository", Json.text("acme/app"))
                .containsEntry("sha", Json.text("5e1a4c2f4b8d3a6e9f7b1c0d2e4f6a8b0c2d4e6f"))
                .containsEntry("run_id", Json.text("9412345678"))
                .containsEntry("job_workflow_ref", Json.text("acme/app/.github/workflows/release.yml@refs/heads/main"))
                .doesNotContainKeys("jti", "aud", "exp", "x5t");
    }

    @Test
    void anotherRepositoryRefEnvironmentEventOrWorkflowIsRefused() {
        mismatch("repository", "repository", "acme/other");
        mismatch("repository", "repository", "Acme/app");
        mismatch("repository", "repository", "acme/app-fork");
        mismatch("repository_owner_id", "repository_owner_id", "66");
        mismatch("ref", "ref", "refs/heads/mainline");
        mismatch("ref", "ref", "refs/tags/main");
        mismatch("environment", "environment", "staging");
        mismatch("event_name", "event_name", "workflow_dispatch");
        mismatch("workflow_ref", "workflow_ref", "acme/app/.github/workflows/release.yml.evil.yml@refs/heads/main");
    }

    @Test
    void aClaimThatIsMissingOrOfAnotherTypeIsNoMatch() {
        assertThat(fixture.refused(
                        EnrolmentRefusal.CLAIM_MISMATCH, fixture.job().without("environment")))
                .isEqualTo("environment");
        assertThat(fixture.refused(
                        EnrolmentRefusal.CLAIM_MISMATCH, fixture.job().claim("repository_owner_id", Json.number(65))))
                .isEqualTo("repository_owner_id");
        assertThat(fixture.refused(
                        EnrolmentRefusal.CLAIM_MISMATCH,
                        fixture.job().claim("repository", Json.texts(List.of("acme/app")))))
                .isEqualTo("repository");
    }

    /** The fork's own workflow says its own name; one that runs for a pull request says the name of where it wants to go. */
    @Test
    void aForkIsRefused() {
        mismatch("repository", "repository", "mallory/app");
        TestJwt proposed = fixture.job()
                .claim("event_name", "pull_request")
                .claim("ref", "refs/pull/7/merge")
                .claim("head_ref", "main")
                .claim("base_ref", "main");
        fixture.refused(EnrolmentRefusal.PULL_REQUEST, proposed);
        fixture.refused(EnrolmentRefusal.PULL_REQUEST, fixture.job().claim("ref", "refs/pull/7/head"));
    }

    /** It runs for strangers, with a ref and a repository as if it were a push to main. */
    @Test
    void aPullRequestTargetIsRefusedEvenWhereARuleNamesNoEvent() {
        fixture.rule("""
                {'name': 'loose', 'issuer': 'https://token.actions.githubusercontent.com', 'client': 'build',
                 'jwks': 'https://token.actions.githubusercontent.com/.well-known/jwks',
                 'claims': {'repository': 'acme/app'}}
                """);
        fixture.refused(EnrolmentRefusal.PULL_REQUEST, fixture.job().claim("event_name", "pull_request_target"));
        fixture.refused(EnrolmentRefusal.PULL_REQUEST, fixture.job().claim("event_name", "pull_request"));
    }

    @Test
    void aJobThatTwoRulesAllowIsRefused() {
        fixture.rule("""
                {'name': 'second', 'issuer': 'https://token.actions.githubusercontent.com', 'client': 'build',
                 'jwks': 'https://token.actions.githubusercontent.com/.well-known/jwks',
                 'claims': {'repository': 'acme/*'}}
                """);
        fixture.refused(EnrolmentRefusal.RULE_AMBIGUOUS, fixture.job());
        fixture.byToken(fixture.job().claim("repository", "acme/other"));
    }

    @Test
    void aTokenIsGoodOnce() {
        TestJwt token = fixture.job();
        fixture.byToken(token);
        fixture.refused(EnrolmentRefusal.TOKEN_REPLAYED, token);
        fixture.refused(EnrolmentRefusal.TOKEN_REPLAYED, token.claim("sha", "another"));
        TestJwt nameless = fixture.job().without("jti");
        fixture.byToken(nameless);
        fixture.refused(EnrolmentRefusal.TOKEN_REPLAYED, nameless);
        fixture.byToken(nameless.claim("run_id", "2"));
    }

    @Test
    void aTokenForAnotherPlaceOrTenantIsRefused() {
        List.of(
                        "https://github.com/acme",
                        "https://authority.exhibit.test",
                        "https://authority.exhibit.test/tenant/",
                        "https://authority.exhibit.test/tenant/Acme",
                        "https://authority.exhibit.test/tenant/acme/",
                        "https://other.exhibit.test/tenant/acme")
                .forEach(audience -> fixture.refused(
                        EnrolmentRefusal.TOKEN_AUDIENCE, fixture.job().claim("aud", audience)));
        fixture.refused(
                EnrolmentRefusal.TOKEN_AUDIENCE,
                fixture.job().claim("aud", Json.texts(List.of(EnrolmentFixture.AUDIENCE, "https://other.test"))));
        fixture.refused(
                EnrolmentRefusal.ISSUER_UNKNOWN,
                fixture.job().claim("aud", "https://authority.exhibit.test/tenant/evil"));
    }

    /** Whose rule a job falls under is the job's choice: nobody can catch it, or get in its way, by a rule of his own. */
    @Test
    void anotherTenantsRuleForTheSameJobChangesNothing() {
        fixture.rule(EnrolmentFixture.EVIL, GITHUB.replace("'build'", "'eve'"));
        assertThat(fixture.byToken(fixture.job()).client()).isEqualTo("build");
        TestJwt forEvil = fixture.job().claim("aud", "https://authority.exhibit.test/tenant/evil");
        assertThat(fixture.byToken(forEvil).tenant()).isEqualTo(EnrolmentFixture.EVIL);
    }

    @Test
    void aTokenThatTheIssuerDidNotSignIsRefused() {
        ThrowawayKey other = ThrowawayKey.make("RSA", "SHA256withRSA");
        fixture.refused(EnrolmentRefusal.TOKEN_SIGNATURE, fixture.job().signedBy(JwsAlgorithm.RS256, other));
        fixture.refused(EnrolmentRefusal.TOKEN_SIGNATURE, fixture.job().header("kid", Json.text("unknown")));
        fixture.refused(EnrolmentRefusal.TOKEN_SIGNATURE, fixture.job().signedBy(ThrowawayKey.p256()));
        fixture.refused(EnrolmentRefusal.TOKEN_ALGORITHM, fixture.job().signedAs("none", input -> Bytes.empty()));
        fixture.refused(EnrolmentRefusal.TOKEN_ALGORITHM, fixture.job().signedAs("HS256", input -> input));
        fixture.refused(
                EnrolmentRefusal.TOKEN_ALGORITHM,
                fixture.job().signedBy(JwsAlgorithm.RS512, ThrowawayKey.make("RSA", "SHA512withRSA")));
    }

    @Test
    void anUnknownIssuerIsRefusedWhateverItSigned() {
        fixture.refused(EnrolmentRefusal.ISSUER_UNKNOWN, fixture.job().claim("iss", "https://evil.example"));
        fixture.refused(EnrolmentRefusal.ISSUER_UNKNOWN, fixture.job().claim("iss", JobIssuer.GITHUB + "/"));
    }

    @Test
    void aTokenIsGoodForItsTimeAndNotForLong() {
        TestJwt token = fixture.job();
        fixture.refused(
                EnrolmentRefusal.TOKEN_EXPIRED,
                fixture.job()
                        .claim("iat", fixture.now().minusSeconds(306))
                        .claim("exp", fixture.now().minusSeconds(5)));
        fixture.refused(
                EnrolmentRefusal.TOKEN_NOT_YET_VALID,
                fixture.job().claim("nbf", fixture.now().plusSeconds(6)));
        fixture.refused(
                EnrolmentRefusal.TOKEN_TOO_LONG_LIVED,
                fixture.job().claim("exp", fixture.now().plusSeconds(3601)));
        fixture.byToken(fixture.job().claim("exp", fixture.now().plusSeconds(3600)));
        fixture.advance(Duration.ofSeconds(304));
        fixture.byToken(token);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        List.of(
                        "",
                        "a.b.c",
                        "a.b",
                        fixture.job().text() + "A",
                        fixture.job().text().replace('.', ' '))
                .forEach(text -> fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, new Proof.JobToken(text)));
        fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, fixture.job().without("iss"));
        fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, fixture.job().without("aud"));
        fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, fixture.job().without("exp"));
        fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, fixture.job().without("iat"));
        fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, fixture.job().rawClaims("\"ref\":\"refs/heads/main\""));
        fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, fixture.job().header("typ", Json.text("at+jwt")));
        fixture.refused(EnrolmentRefusal.TOKEN_MALFORMED, fixture.job().paddedTo(9 * 1024));
    }

    @Test
    void aRefusalOfABelievedJobIsTheTenantsToKnow() {
        fixture.refused(EnrolmentRefusal.CLAIM_MISMATCH, fixture.job().claim("ref", "refs/heads/x"));
        assertThat(fixture.ledger.lines().getLast()).isEqualTo("acme refused claim_mismatch");
        fixture.refused(EnrolmentRefusal.TOKEN_SIGNATURE, fixture.job().signedBy(ThrowawayKey.p256()));
        assertThat(fixture.ledger.lines().getLast()).isEqualTo("installation refused token_signature");
    }

    @Test
    void aRuleThatWasRemovedAllowsNothing() {
        fixture.offer.remove(EnrolmentFixture.admin(EnrolmentFixture.ACME), "release");
        fixture.refused(EnrolmentRefusal.ISSUER_UNKNOWN, fixture.job());
    }

    @Test
    void aJobOfGitLabEnrols() {
        fixture.rule("""
                {'name': 'gitlab', 'issuer': 'https://gitlab.com', 'jwks': 'https://gitlab.com/oauth/discovery/keys',
                 'client': 'build', 'claims': {'project_path': 'acme/app', 'ref': 'main', 'ref_type': 'branch',
                                               'ref_protected': 'true', 'environment': 'production'}}
                """);
        Enrolled enrolled = fixture.byToken(gitlab());
        assertThat(fixture.identities.claims(enrolled.identity()).members())
                .containsEntry("project_path", Json.text("acme/app"))
                .containsEntry("pipeline_id", Json.text("574"))
                .doesNotContainKeys("user_identities", "user_email", "runner_id");
        assertThat(fixture.refused(EnrolmentRefusal.CLAIM_MISMATCH, gitlab().claim("ref_protected", "false")))
                .isEqualTo("ref_protected");
        fixture.refused(EnrolmentRefusal.PULL_REQUEST, gitlab().claim("pipeline_source", "merge_request_event"));
        fixture.refused(EnrolmentRefusal.PULL_REQUEST, gitlab().claim("ref_path", "refs/merge-requests/1/head"));
    }

    private TestJwt gitlab() {
        return JobIssuer.gitlab(EnrolmentFixture.AUDIENCE, fixture.now());
    }

    @Test
    void aPodOfKubernetesEnrols() {
        fixture.rule("""
                {'name': 'cluster', 'issuer': 'https://kubernetes.default.svc.cluster.local',
                 'jwks': 'https://keys.example/openid/v1/jwks', 'client': 'build',
                 'claims': {'/kubernetes.io/namespace': 'release', '/kubernetes.io/serviceaccount/name': 'builder'}}
                """);
        Enrolled enrolled = fixture.byToken(JobIssuer.kubernetes(EnrolmentFixture.AUDIENCE, fixture.now()));
        assertThat(fixture.identities.claims(enrolled.identity()).members())
                .containsEntry("/kubernetes.io/pod/name", Json.text("builder-1"));
        Json.Obj elsewhere = Json.object()
                .with("namespace", "release")
                .with("serviceaccount", Json.object().with("name", "default"));
        TestJwt other =
                JobIssuer.kubernetes(EnrolmentFixture.AUDIENCE, fixture.now()).claim("kubernetes.io", elsewhere);
        assertThat(fixture.refused(EnrolmentRefusal.CLAIM_MISMATCH, other))
                .isEqualTo("/kubernetes.io/serviceaccount/name");
    }

    private void mismatch(String expected, String claim, String value) {
        fixture.advance(Duration.ofMinutes(1)); // who fails too often waits
        assertThat(fixture.refused(
                        EnrolmentRefusal.CLAIM_MISMATCH, fixture.job().claim(claim, value)))
                .isEqualTo(expected);
    }
}
