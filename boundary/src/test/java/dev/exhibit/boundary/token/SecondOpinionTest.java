package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What we write, another hand's library reads; what that writes, we read. */
class SecondOpinionTest {
    private static final String ISSUER = "https://nimbus.exhibit.test";

    private final AccessFixture scene = new AccessFixture();

    @Test
    void itVerifiesOurTokensAndProofs() throws JOSEException, ParseException {
        String token = scene.token();
        ECKey key = ECKey.parse(json(Jwk.of(scene.issuer().key().published())));
        assertThat(JWSObject.parse(token).verify(new ECDSAVerifier(key))).isTrue();
        JWSObject proof = JWSObject.parse(scene.proof(token).text());
        assertThat(proof.verify(new ECDSAVerifier(proof.getHeader().getJWK().toECKey())))
                .isTrue();
    }

    @Test
    void itVerifiesWhatWeSignWithOtherKeysAndNamesThemAlike() throws JOSEException, ParseException {
        Map<JwsAlgorithm, ThrowawayKey> keys = Map.of(
                JwsAlgorithm.ES384, ThrowawayKey.p384(),
                JwsAlgorithm.ES512, ThrowawayKey.p521(),
                JwsAlgorithm.RS256, ThrowawayKey.make("RSA", "SHA256withRSA"));
        for (Map.Entry<JwsAlgorithm, ThrowawayKey> entry : keys.entrySet()) {
            Jwk ours = Jwk.of(entry.getValue().published());
            JWK theirs = JWK.parse(json(ours));
            String signed = Jws.sign(entry.getKey(), Json.object(), Bytes.utf8("payload"), entry.getValue()::sign);
            JWSVerifier verifier =
                    theirs instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(theirs.toECKey());
            assertThat(JWSObject.parse(signed).verify(verifier))
                    .as("%s", entry.getKey())
                    .isTrue();
            assertThat(theirs.computeThumbprint().toString())
                    .isEqualTo(Base64Url.encode(ours.thumbprint().bytes()));
        }
        Jwk edwards = Jwk.of(ThrowawayKey.ed25519().published());
        assertThat(JWK.parse(json(edwards)).computeThumbprint().toString())
                .isEqualTo(Base64Url.encode(edwards.thumbprint().bytes()));
    }

    @Test
    void itsTokensAreTaken() throws JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ECKey p256 = new ECKeyGenerator(Curve.P_256).keyID("p256").generate();
        ECKey p384 = new ECKeyGenerator(Curve.P_384).keyID("p384").generate();
        JwkSet published =
                JwkSet.parse(Bytes.utf8(new JWKSet(List.of(rsa, p256, p384)).toString(true)), JsonLimits.BODY, 8);
        AccessCheck check = scene.check(List.of(new TrustedIssuer(
                ISSUER,
                new FixedKeys(published),
                Set.of(JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.PS256, JwsAlgorithm.RS256),
                Set.of("at+jwt"),
                "tenant",
                Revocations.untold())));
        take(check, JWSAlgorithm.RS256, rsa, new RSASSASigner(rsa));
        take(check, JWSAlgorithm.PS256, rsa, new RSASSASigner(rsa));
        take(check, JWSAlgorithm.ES256, p256, new ECDSASigner(p256));
        take(check, JWSAlgorithm.ES384, p384, new ECDSASigner(p384));
    }

    private void take(AccessCheck check, JWSAlgorithm algorithm, JWK key, JWSSigner signer) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(TestIssuer.AUDIENCE)
                .subject("build")
                .issueTime(Date.from(scene.now()))
                .expirationTime(Date.from(scene.now().plusSeconds(120)))
                .jwtID("one")
                .claim("client_id", "build")
                .claim("tenant", "acme")
                .claim("cnf", Map.of("x5t#S256", TestIssuer.thumbprint(scene.certificate())))
                .build();
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        Access access = check.admit(scene.presentation(Shown.bearer(token.serialize())));
        assertThat(access.token().issuer()).as("%s", algorithm).isEqualTo(ISSUER);
    }

    private static String json(Jwk key) {
        return CanonicalJson.of(key.toJson()).bytes().asLenientText();
    }
}
