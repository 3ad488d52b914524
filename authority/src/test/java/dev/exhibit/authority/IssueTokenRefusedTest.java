package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The error tables of RFC 6749, 7523, 8705, 8707 and 9449, as far as they apply: one request each, nothing issued. */
class IssueTokenRefusedTest {
    private final AuthorityFixture authority = new AuthorityFixture();

    @TestFactory
    Stream<DynamicTest> invalidClient() {
        Map<String, Supplier<RequestDraft>> cases = new LinkedHashMap<>();
        cases.put("no proof of who it is", () -> authority.byCertificate().withoutCertificate());
        cases.put("unknown client", () -> authority.byCertificate().client("nobody"));
        cases.put("an id that none could have", () -> authority.byCertificate().client("no body"));
        cases.put(
                "another client's certificate", () -> authority.byCertificate().client("eve"));
        cases.put(
                "a certificate that is not registered",
                () -> authority
                        .byCertificate()
                        .certificate(authority.certificate("spiffe://exhibit.test/tenant/acme/other")));
        cases.put(
                "a client without certificates", () -> authority.byCertificate().client("job"));
        cases.put(
                "a client that is switched off", () -> authority.byCertificate().client("off"));
        cases.put("a secret", () -> authority.byCertificate().secret());
        cases.put(
                "an assertion of a client that is switched off",
                () -> assertion(jwt -> jwt.claim("sub", "off").claim("iss", "off")));
        cases.put(
                "an assertion of a client without keys",
                () -> assertion(jwt -> jwt.claim("sub", "build").claim("iss", "build")));
        cases.put(
                "an assertion of an unknown client",
                () -> assertion(jwt -> jwt.claim("sub", "who").claim("iss", "who")));
        cases.put("no JWT at all", () -> authority.byAssertion().assertion("something"));
        cases.put("another key", () -> assertion(jwt -> jwt.signedBy(ThrowawayKey.p256())));
        cases.put("unsigned", () -> assertion(jwt -> jwt.signedAs("none", input -> input.slice(0, 0))));
        cases.put("a shared secret's code", () -> assertion(jwt -> jwt.signedAs("HS256", input -> input.slice(0, 32))));
        cases.put(
                "RS256",
                () -> assertion(jwt -> jwt.signedBy(JwsAlgorithm.RS256, ThrowawayKey.make("RSA", "SHA256withRSA"))));
        cases.put("an access token's type", () -> assertion(jwt -> jwt.header("typ", Json.text("at+jwt"))));
        cases.put("an unknown key's name", () -> assertion(jwt -> jwt.header("kid", Json.text("other"))));
        cases.put("issuer and subject differ", () -> assertion(jwt -> jwt.claim("iss", "build")));
        cases.put("no issuer", () -> assertion(jwt -> jwt.without("iss")));
        cases.put("no subject", () -> assertion(jwt -> jwt.without("sub")));
        cases.put("another audience", () -> assertion(jwt -> jwt.claim("aud", "https://other.test/token")));
        cases.put(
                "two audiences",
                () -> assertion(
                        jwt -> jwt.claim("aud", Json.texts(List.of(AuthorityFixture.ISSUER, "https://other.test")))));
        cases.put("no audience", () -> assertion(jwt -> jwt.without("aud")));
        cases.put("no end", () -> assertion(jwt -> jwt.without("exp")));
        cases.put(
                "over",
                () -> assertion(jwt -> jwt.claim("iat", authority.now().minusSeconds(65))
                        .claim("exp", authority.now().minusSeconds(5))));
        cases.put(
                "good for 61 seconds",
                () -> assertion(jwt -> jwt.claim("exp", authority.now().plusSeconds(61))));
        cases.put(
                "good for long, without a start",
                () -> assertion(
                        jwt -> jwt.without("iat").claim("exp", authority.now().plusSeconds(61))));
        cases.put(
                "of the future",
                () -> assertion(jwt -> jwt.claim("iat", authority.now().plusSeconds(6))));
        cases.put(
                "not yet valid",
                () -> assertion(jwt -> jwt.claim("nbf", authority.now().plusSeconds(6))));
        cases.put("no id", () -> assertion(jwt -> jwt.without("jti")));
        cases.put("an empty id", () -> assertion(jwt -> jwt.claim("jti", "")));
        cases.put("too large", () -> assertion(jwt -> jwt.paddedTo(4 * 1024 + 4)));
        cases.put("another client_id in the form", () -> authority.byAssertion().client("build"));
        return tests(OAuthError.INVALID_CLIENT, cases);
    }

    @TestFactory
    Stream<DynamicTest> invalidRequest() {
        Map<String, Supplier<RequestDraft>> cases = new LinkedHashMap<>();
        cases.put("no grant_type", () -> authority.byCertificate().grant(""));
        cases.put(
                "no client_id with a certificate",
                () -> authority.byCertificate().withoutClient());
        cases.put("assertion and secret", () -> authority.byAssertion().secret());
        cases.put("another assertion type", () -> authority.byAssertion().assertionType("urn:example"));
        cases.put(
                "an assertion type without assertion",
                () -> authority.byAssertion().withoutAssertion());
        cases.put("bound to nothing", () -> authority.byAssertion().withoutProof());
        cases.put(
                "bound to nothing, with a certificate that proved nothing",
                () -> authority.byAssertion().withoutProof().certificate(authority.certificate()));
        return tests(OAuthError.INVALID_REQUEST, cases);
    }

    @TestFactory
    Stream<DynamicTest> otherWishes() {
        return Stream.of(
                        tests(
                                OAuthError.UNSUPPORTED_GRANT_TYPE,
                                Map.of(
                                        "code", () -> authority.byCertificate().grant("authorization_code"),
                                        "password",
                                                () -> authority.byCertificate().grant("password"),
                                        "refresh",
                                                () -> authority.byCertificate().grant("refresh_token"))),
                        tests(
                                OAuthError.INVALID_TARGET,
                                Map.of(
                                        "other", () -> authority.byCertificate().resource("https://other.test"),
                                        "prefix",
                                                () -> authority
                                                        .byCertificate()
                                                        .resource(AuthorityFixture.AUDIENCE + "/"))),
                        tests(
                                OAuthError.INVALID_SCOPE,
                                Map.of(
                                        "unknown",
                                                () -> authority.byCertificate().scope("sign:all"),
                                        "not of the role",
                                                () -> authority.byCertificate().scope("attest:verify"),
                                        "two spaces",
                                                () -> authority.byCertificate().scope("sign:create  key:read"),
                                        "other characters",
                                                () -> authority.byCertificate().scope("sign:create\""),
                                        "propose and approve",
                                                () -> authority.byCertificate().scope("key:propose key:approve"),
                                        "sign and audit",
                                                () -> authority.byCertificate().scope("sign:create audit:read"),
                                        "attest and audit",
                                                () -> authority.byCertificate().scope("audit:read attest:create"))))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> invalidProof() {
        Map<String, Supplier<RequestDraft>> cases = new LinkedHashMap<>();
        cases.put("two proofs", () -> proof(jwt -> jwt).proof(authority.proof().text()));
        cases.put("no JWT", () -> authority.byCertificate().proof("proof"));
        cases.put("another type", () -> proof(jwt -> jwt.header("typ", Json.text("JWT"))));
        cases.put("unsigned", () -> proof(jwt -> jwt.signedAs("none", input -> input.slice(0, 0))));
        cases.put("HS256", () -> proof(jwt -> jwt.signedAs("HS256", input -> input.slice(0, 32))));
        cases.put("no key", () -> proof(jwt -> jwt.withoutHeader("jwk")));
        cases.put(
                "a private key",
                () -> proof(jwt -> jwt.header(
                        "jwk", Jwk.of(authority.holder().published()).toJson().with("d", "AA"))));
        cases.put("another key's signature", () -> proof(jwt -> jwt.signedBy(ThrowawayKey.p256())));
        cases.put("another method", () -> proof(jwt -> jwt.claim("htm", "GET")));
        cases.put("another path", () -> proof(jwt -> jwt.claim("htu", AuthorityFixture.ISSUER + "/revoke")));
        cases.put("another server", () -> proof(jwt -> jwt.claim("htu", "https://other.test/token")));
        cases.put("old", () -> proof(jwt -> jwt.claim("iat", authority.now().minusSeconds(61))));
        cases.put(
                "of the future",
                () -> proof(jwt -> jwt.claim("iat", authority.now().plusSeconds(6))));
        cases.put("no id", () -> proof(jwt -> jwt.without("jti")));
        cases.put("too large", () -> proof(jwt -> jwt.paddedTo(4 * 1024 + 4)));
        cases.put("used before", () -> {
            String once = authority.proof().text();
            authority.issue(authority.byCertificate().proof(once));
            return authority.byCertificate().proof(once);
        });
        return tests(OAuthError.INVALID_DPOP_PROOF, cases);
    }

    @TestFactory
    Stream<DynamicTest> nonceWanted() {
        return tests(
                OAuthError.USE_DPOP_NONCE,
                Map.of(
                        "none", () -> proof(jwt -> jwt.without("nonce")),
                        "made up", () -> proof(jwt -> jwt.claim("nonce", "AAAA")),
                        "old",
                                () -> {
                                    String nonce = authority.nonce();
                                    authority.advance(Duration.ofMinutes(6));
                                    return proof(jwt -> jwt.claim("nonce", nonce));
                                },
                        "of a memory that was lost",
                                () -> {
                                    String nonce = authority.nonce();
                                    authority.replays.lose();
                                    return proof(jwt -> jwt.claim("nonce", nonce));
                                }));
    }

    @Test
    void anAssertionIsTakenOnce() {
        String assertion = authority.assertion("job", authority.jobKey()).text();
        authority.issue(authority.byAssertion().assertion(assertion));
        authority.refused(OAuthError.INVALID_CLIENT, authority.byAssertion().assertion(assertion));
        assertThat(authority.lastLine()).contains("acme refused job invalid_client");
    }

    @Test
    void aChallengeForANonceUsesNoAssertionUp() {
        String assertion = authority.assertion("job", authority.jobKey()).text();
        authority.refused(
                OAuthError.USE_DPOP_NONCE,
                proof(jwt -> jwt.without("nonce"))
                        .withoutCertificate()
                        .withoutClient()
                        .assertion(assertion));
        authority.issue(authority.byAssertion().assertion(assertion));
    }

    @Test
    void everyRefusalIsRecordedUnderTheTenantItIsAbout() {
        authority.refused(OAuthError.INVALID_SCOPE, authority.byCertificate().scope("attest:verify"));
        assertThat(authority.lastLine()).contains("acme refused build invalid_scope");
        authority.refused(OAuthError.INVALID_CLIENT, authority.byCertificate().client("eve"));
        assertThat(authority.lastLine()).contains("installation refused eve invalid_client");
        assertThat(authority.vault.signCalls()).isZero();
    }

    @Test
    void aClientThatAsksTooOftenWaits() {
        AuthorityFixture strict = new AuthorityFixture(IssuanceLimits.defaults());
        for (int i = 0; i < strict.limits().requests(); i++) {
            strict.issue(strict.byCertificate());
        }
        OAuthException refused = strict.refused(OAuthError.TEMPORARILY_UNAVAILABLE, strict.byCertificate());
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(60));
        strict.advance(Duration.ofSeconds(60));
        strict.issue(strict.byCertificate());
    }

    @Test
    void whoFailsTooOftenWaitsAndNobodyElse() {
        for (int i = 0; i < authority.limits().failures(); i++) {
            authority.refused(OAuthError.INVALID_CLIENT, forged());
        }
        OAuthException refused = authority.refused(OAuthError.TEMPORARILY_UNAVAILABLE, forged());
        assertThat(refused.retryAfter()).contains(authority.limits().lockTime());
        authority.refused(OAuthError.TEMPORARILY_UNAVAILABLE, authority.byAssertion());
        authority.issue(authority.byAssertion().from("192.0.2.2"));
        authority.advance(authority.limits().lockTime());
        authority.issue(authority.byAssertion());
    }

    @Test
    void whoTriesManyClientsWaitsToo() {
        for (int i = 0; i < authority.limits().addressFailures(); i++) {
            authority.refused(OAuthError.INVALID_CLIENT, RequestDraft.good().client("guess-" + i));
        }
        authority.refused(
                OAuthError.TEMPORARILY_UNAVAILABLE, RequestDraft.good().client("another"));
    }

    private RequestDraft forged() {
        return authority
                .byAssertion()
                .assertion(authority.assertion("job", ThrowawayKey.p256()).text());
    }

    private RequestDraft assertion(UnaryOperator<TestJwt> change) {
        return authority
                .byAssertion()
                .assertion(change.apply(authority.assertion("job", authority.jobKey()))
                        .text());
    }

    private RequestDraft proof(UnaryOperator<TestJwt> change) {
        return authority.byCertificate().proof(change.apply(authority.proof()).text());
    }

    /** Each in its turn; nothing is issued but what a case itself asks for. */
    private Stream<DynamicTest> tests(OAuthError error, Map<String, Supplier<RequestDraft>> cases) {
        return cases.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(error.wire() + ": " + row.getKey(), () -> {
                    RequestDraft draft = row.getValue().get();
                    int signatures = authority.vault.signCalls();
                    authority.refused(error, draft);
                    assertThat(authority.vault.signCalls()).isEqualTo(signatures);
                    authority.advance(authority.limits().lockTime());
                }));
    }

    @Test
    void aRevokedCertificateGetsNoToken() {
        authority.issue(authority.byCertificate());
        authority.revokedCertificates.add(Presentation.thumbprint(authority.certificate()));
        authority.refused(OAuthError.INVALID_CLIENT, authority.byCertificate());
    }
}
