package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.boundary.token.Access;
import dev.exhibit.boundary.token.AccessCheck;
import dev.exhibit.boundary.token.FixedKeys;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.boundary.token.Revocations;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is issued: to whom, for what, bound to what. */
class IssueTokenTest {
    private final AuthorityFixture authority = new AuthorityFixture();

    @Test
    void aClientWithACertificateGetsATokenBoundToIt() {
        IssuedToken token = authority.issue(authority.byCertificate());
        assertThat(token.type()).isEqualTo("Bearer");
        assertThat(claims(token))
                .isEqualTo(Json.object()
                        .with("iss", AuthorityFixture.ISSUER)
                        .with("sub", "build")
                        .with("client_id", "build")
                        .with("aud", AuthorityFixture.AUDIENCE)
                        .with("tenant", "acme")
                        .with(
                                "scope",
                                "attest:create evidence:read evidence:write key:read log:read sign:create timestamp:create")
                        .with("iat", 1_800_000_000)
                        .with("nbf", 1_800_000_000)
                        .with("exp", 1_800_000_180)
                        .with("jti", token.facts().id().toString())
                        .with("cnf", Json.object().with("x5t#S256", TestIssuer.thumbprint(authority.certificate()))));
        Jws jws = Jws.parse(token.compact(), 8192);
        assertThat(jws.type()).contains("at+jwt");
        assertThat(jws.keyId())
                .contains(authority.keys.published().keys().getFirst().keyId().orElseThrow());
        assertThat(authority.lastLine()).contains("acme issued build");
    }

    @Test
    void aClientWithAnAssertionGetsATokenBoundToTheKeyOfItsProof() {
        IssuedToken token = authority.issue(authority.byAssertion());
        assertThat(token.type()).isEqualTo("DPoP");
        assertThat(claims(token).members())
                .containsEntry("sub", Json.text("job"))
                .containsEntry("cnf", Json.object().with("jkt", TestIssuer.thumbprint(authority.holder())));
    }

    @Test
    void aTokenMayBeBoundToBoth() {
        IssuedToken token = authority.issue(
                authority.byCertificate().proof(authority.proof().text()));
        assertThat(token.type()).isEqualTo("DPoP");
        assertThat(claims(token).members())
                .containsEntry(
                        "cnf",
                        Json.object()
                                .with("x5t#S256", TestIssuer.thumbprint(authority.certificate()))
                                .with("jkt", TestIssuer.thumbprint(authority.holder())));
    }

    @Test
    void aCertificateBesideAnAssertionBindsNothing() {
        RequestDraft draft = authority.byAssertion().certificate(authority.certificate());
        assertThat(claims(authority.issue(draft)).members())
                .containsEntry("cnf", Json.object().with("jkt", TestIssuer.thumbprint(authority.holder())));
    }

    @Test
    void scopesAreCutToTheRole() {
        IssuedToken token = authority.issue(authority.byCertificate().scope("sign:create attest:verify key:read"));
        assertThat(token.facts().scopes()).containsExactly("key:read", "sign:create");
    }

    @Test
    void aResourceThatIsTheAudienceIsGranted() {
        IssuedToken token = authority.issue(authority.byCertificate().resource(AuthorityFixture.AUDIENCE));
        assertThat(token.facts().audience()).isEqualTo(AuthorityFixture.AUDIENCE);
    }

    @Test
    void assertionsMayNameTheIssuerAsAudienceAndTheClientInTheForm() {
        TestJwt assertion = authority.assertion("job", authority.jobKey()).claim("aud", AuthorityFixture.ISSUER);
        authority.issue(authority.byAssertion().client("job").assertion(assertion.text()));
    }

    @Test
    void anAgeingNonceBringsTheNext() {
        String nonce = authority.nonce();
        authority.advance(Duration.ofMinutes(4));
        TestJwt proof = authority.proof().claim("nonce", nonce);
        assertThat(authority
                        .issue(authority.byCertificate().proof(proof.text()))
                        .nextNonce())
                .isPresent();
    }

    @Test
    void theServiceTakesWhatIsIssued() {
        IssuedToken byCertificate = authority.issue(authority.byCertificate());
        Digest peer = new Digest(Base64Url.decode(TestIssuer.thumbprint(authority.certificate())));
        Access access =
                service().admit(presentation("Bearer " + byCertificate.compact(), List.of(), Optional.of(peer)));
        assertThat(access.token().client()).isEqualTo("build");
        assertThat(access.token().tenant()).isEqualTo(AuthorityFixture.ACME);

        IssuedToken byKey = authority.issue(authority.byAssertion());
        TestJwt proof = serviceProof(byKey.compact()).claim("nonce", authority.nonce());
        Access proven =
                service().admit(presentation("DPoP " + byKey.compact(), List.of(proof.text()), Optional.empty()));
        assertThat(proven.token().client()).isEqualTo("job");
    }

    private AccessCheck service() {
        TrustedIssuer issuer = new TrustedIssuer(
                AuthorityFixture.ISSUER,
                new FixedKeys(authority.keys.published()),
                JwsAlgorithm.USUAL,
                TrustedIssuer.USUAL_TYPES,
                "tenant",
                Revocations.untold());
        return new AccessCheck(
                new AccessCheck.Trust(
                        List.of(issuer), AuthorityFixture.AUDIENCE, Origin.parse(AuthorityFixture.AUDIENCE)::equals),
                AccessLimits.defaults(),
                authority.replays,
                SignatureChecker.standard(),
                authority::now);
    }

    private TestJwt serviceProof(String token) {
        ThrowawayKey holder = authority.holder();
        Json.Obj header = Json.object()
                .with("typ", "dpop+jwt")
                .with("jwk", Jwk.of(holder.published()).toJson());
        return TestJwt.signedBy(holder, header, Json.object())
                .claim("htm", "POST")
                .claim("htu", AuthorityFixture.AUDIENCE + "/v1/signatures")
                .claim("iat", authority.now())
                .claim("jti", "one")
                .claim("ath", athOf(token));
    }

    private static String athOf(String token) {
        return Base64Url.encode(Hashing.of(Bytes.utf8(token)).bytes());
    }

    private static Presentation presentation(String header, List<String> proofs, Optional<Digest> peer) {
        return new Presentation("POST", "/v1/signatures", List.of(header), proofs, peer, true);
    }

    static Json.Obj claims(IssuedToken token) {
        Json claims = JsonReader.read(Jws.parse(token.compact(), 8192).payload(), JsonLimits.BODY);
        return claims instanceof Json.Obj object ? object : Json.object();
    }
}
