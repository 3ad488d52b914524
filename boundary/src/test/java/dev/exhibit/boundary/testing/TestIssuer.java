package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.token.FixedKeys;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An issuer of access tokens, and a client that makes proofs for them. */
public final class TestIssuer {
    public static final String AUDIENCE = "https://exhibit.test";
    public static final Duration LIFETIME = Duration.ofMinutes(3);

    private final String name;
    private final InstantSource clock;
    private final ThrowawayKey key = ThrowawayKey.p256();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    public TestIssuer(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    public ThrowawayKey key() {
        return key;
    }

    public JwkSet keys() {
        return new JwkSet(List.of(new Jwk(key.published(), Optional.of("one"), Optional.of(JwsAlgorithm.ES256))));
    }

    /** As a service trusts it. */
    public TrustedIssuer trusted() {
        return new TrustedIssuer(
                name,
                new FixedKeys(keys()),
                JwsAlgorithm.USUAL,
                TrustedIssuer.USUAL_TYPES,
                "tenant",
                token -> revoked.contains(token.id()));
    }

    /** Takes back the token of that {@code jti}. */
    public void revoke(String id) {
        revoked.add(id);
    }

    /** A good token for the tenant acme, bound to nothing. */
    public TestJwt token() {
        Instant now = clock.instant();
        Json.Obj claims = Json.object()
                .with("iss", name)
                .with("aud", AUDIENCE)
                .with("sub", "build")
                .with("client_id", "build")
                .with("tenant", "acme")
                .with("scope", "sign:create attest:create evidence:read evidence:write key:read")
                .with("iat", now.getEpochSecond())
                .with("nbf", now.getEpochSecond())
                .with("exp", now.plus(LIFETIME).getEpochSecond())
                .with("jti", UUID.randomUUID().toString())
                .with("canary", Canary.of("token"));
        return TestJwt.signedBy(key, Json.object().with("typ", "at+jwt").with("kid", "one"), claims);
    }

    /** A good token that proofs of {@code holder} go with. */
    public TestJwt token(ThrowawayKey holder) {
        return token().claim("cnf", Json.object().with("jkt", thumbprint(holder)));
    }

    /** A good token that goes with a client certificate. */
    public TestJwt token(X509Certificate certificate) {
        return token().claim("cnf", Json.object().with("x5t#S256", thumbprint(certificate)));
    }

    /** A good token that goes with both at once. */
    public TestJwt token(X509Certificate certificate, ThrowawayKey holder) {
        return token().claim(
                        "cnf",
                        Json.object().with("x5t#S256", thumbprint(certificate)).with("jkt", thumbprint(holder)));
    }

    /** A good proof of {@code holder} for one request with {@code token}. */
    public TestJwt proof(ThrowawayKey holder, String method, String url, String token, String nonce) {
        Json.Obj header = Json.object()
                .with("typ", "dpop+jwt")
                .with("jwk", Jwk.of(holder.published()).toJson());
        Json.Obj claims = Json.object()
                .with("htm", method)
                .with("htu", url)
                .with("iat", clock.instant().getEpochSecond())
                .with("jti", UUID.randomUUID().toString())
                .with("ath", Base64Url.encode(Hashing.of(Bytes.utf8(token)).bytes()))
                .with("nonce", nonce);
        return TestJwt.signedBy(holder, header, claims);
    }

    public static String thumbprint(ThrowawayKey holder) {
        return Base64Url.encode(Jwk.of(holder.published()).thumbprint().bytes());
    }

    public static String thumbprint(X509Certificate certificate) {
        return Base64Url.encode(Presentation.thumbprint(certificate).bytes());
    }
}
