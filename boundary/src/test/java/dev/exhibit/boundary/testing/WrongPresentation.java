package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.token.AccessRefusal;
import dev.exhibit.crypto.digest.Hmac;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Every wrong way to show a token or a proof on a connection whose certificate is right, on a route that writes; each with
 * the answer that it gets.
 */
public enum WrongPresentation {
    NO_TOKEN(AccessRefusal.TOKEN_MISSING, scene -> Shown.nothing()),
    TWO_TOKENS(AccessRefusal.TOKEN_SCHEME, scene -> {
        String bearer = "Bearer " + scene.issuer().token(scene.certificate()).text();
        return new Shown(List.of(bearer, bearer), List.of());
    }),
    BASIC_SCHEME(AccessRefusal.TOKEN_SCHEME, scene -> new Shown(List.of("Basic YTpi"), List.of())),
    GARBLED(AccessRefusal.TOKEN_MALFORMED, scene -> Shown.bearer("garbled")),
    TRUNCATED(AccessRefusal.TOKEN_MALFORMED, scene -> Shown.bearer(scene.token().replaceAll("\\.[^.]*$", ""))),
    TOO_LARGE(
            AccessRefusal.TOKEN_TOO_LARGE,
            scene -> Shown.bearer(
                    scene.issuer().token(scene.certificate()).paddedTo(8200).text())),
    ALG_NONE(AccessRefusal.TOKEN_ALGORITHM, bound(token -> token.signedAs("none", input -> Bytes.empty()))),
    /** The public key as the secret of a symmetric code. */
    ALG_HS256(
            AccessRefusal.TOKEN_ALGORITHM,
            scene -> Shown.bearer(scene.issuer()
                    .token(scene.certificate())
                    .signedAs(
                            "HS256",
                            input ->
                                    Hmac.sha256(scene.issuer().key().published().spki(), input))
                    .text())),
    ALG_NOT_ALLOWED(AccessRefusal.TOKEN_ALGORITHM, bound(token -> token.signedBy(JwsAlgorithm.RS256, Rsa.KEY))),
    CRITICAL_HEADER(AccessRefusal.TOKEN_MALFORMED, bound(token -> token.header("crit", Json.texts(List.of("exp"))))),
    ID_TOKEN(AccessRefusal.TOKEN_TYPE, bound(token -> token.header("typ", Json.text("JWT")))),
    NO_TYPE(AccessRefusal.TOKEN_TYPE, bound(token -> token.withoutHeader("typ"))),
    OTHER_ISSUER(AccessRefusal.TOKEN_ISSUER, bound(token -> token.claim("iss", "https://other.example"))),
    /** Exact: not even a slash more. */
    ISSUER_ALMOST(AccessRefusal.TOKEN_ISSUER, bound(token -> token.claim("iss", "https://issuer.exhibit.test/"))),
    OTHER_SIGNER(AccessRefusal.TOKEN_SIGNATURE, bound(token -> token.signedBy(ThrowawayKey.p256()))),
    UNKNOWN_KEY(AccessRefusal.TOKEN_KEY, bound(token -> token.header("kid", Json.text("two")))),
    /** A header may name a key and a place; nobody looks. */
    OWN_KEY_IN_HEADER(AccessRefusal.TOKEN_SIGNATURE, bound(token -> {
        ThrowawayKey own = ThrowawayKey.p256();
        return token.signedBy(own)
                .header("jwk", Jwk.of(own.published()).toJson())
                .header("jku", Json.text("https://127.0.0.1/keys"));
    })),
    CLAIM_TWICE(AccessRefusal.TOKEN_CLAIMS, bound(token -> token.rawClaims("\"tenant\":\"other\""))),
    NO_SUBJECT(AccessRefusal.TOKEN_CLAIMS, bound(token -> token.without("sub"))),
    NO_EXPIRY(AccessRefusal.TOKEN_CLAIMS, bound(token -> token.without("exp"))),
    NO_ISSUE_TIME(AccessRefusal.TOKEN_CLAIMS, bound(token -> token.without("iat"))),
    UNKNOWN_BINDING(
            AccessRefusal.TOKEN_CLAIMS,
            bound(token -> token.claim("cnf", Json.object().with("other", "x")))),
    OTHER_AUDIENCE(AccessRefusal.TOKEN_AUDIENCE, bound(token -> token.claim("aud", "https://other.example"))),
    EXPIRED(AccessRefusal.TOKEN_EXPIRED, at(Duration.ofSeconds(-200), Duration.ofMinutes(3))),
    NOT_YET_VALID(
            AccessRefusal.TOKEN_NOT_YET_VALID,
            scene -> Shown.bearer(scene.issuer()
                    .token(scene.certificate())
                    .claim("nbf", scene.now().plusSeconds(30))
                    .text())),
    ISSUED_IN_FUTURE(AccessRefusal.TOKEN_NOT_YET_VALID, at(Duration.ofSeconds(30), Duration.ofMinutes(3))),
    TOO_LONG_LIVED(AccessRefusal.TOKEN_TOO_LONG_LIVED, at(Duration.ZERO, Duration.ofSeconds(301))),
    NO_TENANT(AccessRefusal.TENANT_REQUIRED, bound(token -> token.without("tenant"))),
    TENANT_OF_NO_FORM(AccessRefusal.TOKEN_CLAIMS, bound(token -> token.claim("tenant", "../acme"))),
    TWO_SCOPES_FOR_TWO_PEOPLE(
            AccessRefusal.SCOPES_CONFLICT,
            bound(token -> token.claim("scope", "sign:create attest:create key:read audit:read"))),
    PROPOSES_AND_APPROVES(
            AccessRefusal.SCOPES_CONFLICT, bound(token -> token.claim("scope", "key:approve key:propose"))),
    UNBOUND(
            AccessRefusal.TOKEN_UNBOUND,
            scene -> Shown.bearer(scene.issuer().token().text())),
    OTHER_CERTIFICATE(
            AccessRefusal.TOKEN_CERTIFICATE,
            scene -> Shown.bearer(scene.issuer().token(scene.otherCertificate()).text())),
    BEARER_WITH_KEY(AccessRefusal.TOKEN_SCHEME, scene -> Shown.bearer(scene.token())),
    PROOF_WITHOUT_KEY(AccessRefusal.TOKEN_SCHEME, scene -> {
        String token = scene.issuer().token(scene.certificate()).text();
        return Shown.proven(token, scene.proof(token).text());
    }),
    PROOF_MISSING(AccessRefusal.PROOF_MISSING, scene -> Shown.proven(scene.token())),
    TWO_PROOFS(AccessRefusal.PROOF_MISSING, scene -> {
        String token = scene.token();
        return Shown.proven(token, scene.proof(token).text(), scene.proof(token).text());
    }),
    PROOF_GARBLED(AccessRefusal.PROOF_MALFORMED, scene -> Shown.proven(scene.token(), "garbled")),
    PROOF_TOO_LARGE(AccessRefusal.PROOF_TOO_LARGE, proof(proof -> proof.paddedTo(4100))),
    PROOF_TYPE(AccessRefusal.PROOF_TYPE, proof(proof -> proof.header("typ", Json.text("JWT")))),
    PROOF_ALG_NONE(AccessRefusal.PROOF_ALGORITHM, proof(proof -> proof.signedAs("none", input -> Bytes.empty()))),
    PROOF_HS256(
            AccessRefusal.PROOF_ALGORITHM,
            proof(proof -> proof.signedAs("HS256", input -> Hmac.sha256(Bytes.of(new byte[32]), input)))),
    PROOF_RS256(
            AccessRefusal.PROOF_ALGORITHM,
            proof(proof -> proof.signedBy(JwsAlgorithm.RS256, Rsa.KEY)
                    .header("jwk", Jwk.of(Rsa.KEY.published()).toJson()))),
    PROOF_PRIVATE_JWK(AccessRefusal.PROOF_KEY, scene -> {
        String token = scene.token();
        Json.Obj secret = Jwk.of(scene.holder().published()).toJson().with("d", "AAAA");
        return Shown.proven(token, scene.proof(token).header("jwk", secret).text());
    }),
    PROOF_SYMMETRIC_JWK(
            AccessRefusal.PROOF_KEY,
            proof(proof -> proof.header("jwk", Json.object().with("kty", "oct").with("k", "AAAA")))),
    PROOF_NO_JWK(AccessRefusal.PROOF_KEY, proof(proof -> proof.withoutHeader("jwk"))),
    PROOF_SIGNED_BY_OTHER(AccessRefusal.PROOF_SIGNATURE, proof(proof -> proof.signedBy(ThrowawayKey.p256()))),
    PROOF_OTHER_METHOD(AccessRefusal.PROOF_METHOD, proof(proof -> proof.claim("htm", "DELETE"))),
    PROOF_METHOD_IN_SMALL(
            AccessRefusal.PROOF_METHOD,
            scene -> shown(scene, proof -> proof.claim("htm", scene.method().toLowerCase(java.util.Locale.ROOT)))),
    PROOF_OTHER_PATH(
            AccessRefusal.PROOF_TARGET, scene -> shown(scene, proof -> proof.claim("htu", scene.url() + "/more"))),
    PROOF_OTHER_HOST(
            AccessRefusal.PROOF_TARGET,
            scene -> shown(
                    scene, proof -> proof.claim("htu", scene.url().replaceFirst("://[^/]+", "://elsewhere.example")))),
    PROOF_PLAIN_SCHEME(
            AccessRefusal.PROOF_TARGET,
            scene -> shown(scene, proof -> proof.claim("htu", scene.url().replaceFirst("https:", "http:")))),
    PROOF_NO_URL(AccessRefusal.PROOF_MALFORMED, proof(proof -> proof.claim("htu", "/path"))),
    PROOF_OTHER_TOKEN(AccessRefusal.PROOF_TOKEN, scene -> {
        String other =
                scene.issuer().token(scene.holder()).claim("jti", "other").text();
        return Shown.proven(scene.token(), scene.proof(other).text());
    }),
    PROOF_NO_TOKEN(AccessRefusal.PROOF_MALFORMED, proof(proof -> proof.without("ath"))),
    PROOF_OLD(
            AccessRefusal.PROOF_OLD,
            scene -> shown(scene, proof -> proof.claim("iat", scene.now().minusSeconds(90)))),
    PROOF_EARLY(
            AccessRefusal.PROOF_EARLY,
            scene -> shown(scene, proof -> proof.claim("iat", scene.now().plusSeconds(30)))),
    PROOF_NO_ID(AccessRefusal.PROOF_MALFORMED, proof(proof -> proof.without("jti"))),
    PROOF_LONG_ID(AccessRefusal.PROOF_MALFORMED, proof(proof -> proof.claim("jti", "x".repeat(129)))),
    PROOF_CLAIM_TWICE(AccessRefusal.PROOF_MALFORMED, proof(proof -> proof.rawClaims("\"htm\":\"GET\""))),
    PROOF_OF_OTHER_KEY(AccessRefusal.TOKEN_BINDING, scene -> {
        String token = scene.token();
        ThrowawayKey other = ThrowawayKey.p256();
        return Shown.proven(
                token,
                scene.issuer()
                        .proof(other, scene.method(), scene.url(), token, scene.nonce())
                        .text());
    }),
    PROOF_REPLAYED(AccessRefusal.PROOF_REPLAYED, scene -> {
        String token = scene.token();
        Shown good = Shown.proven(token, scene.proof(token).text());
        scene.use(good);
        return good;
    }),
    PROOF_NO_NONCE(AccessRefusal.NONCE_REQUIRED, proof(proof -> proof.without("nonce"))),
    PROOF_FOREIGN_NONCE(AccessRefusal.NONCE_REQUIRED, proof(proof -> proof.claim("nonce", "A".repeat(32)))),
    BOTH_OTHER_CERTIFICATE(AccessRefusal.TOKEN_CERTIFICATE, scene -> {
        String token =
                scene.issuer().token(scene.otherCertificate(), scene.holder()).text();
        return Shown.proven(token, scene.proof(token).text());
    }),
    BOTH_OTHER_KEY(AccessRefusal.TOKEN_BINDING, scene -> {
        String token =
                scene.issuer().token(scene.certificate(), ThrowawayKey.p256()).text();
        return Shown.proven(token, scene.proof(token).text());
    });

    /** Made when it is first needed: that takes a while. */
    private static final class Rsa {
        static final ThrowawayKey KEY = ThrowawayKey.make("RSA", "SHA256withRSA");
    }

    private final AccessRefusal expected;
    private final Function<AccessScene, Shown> show;

    WrongPresentation(AccessRefusal expected, Function<AccessScene, Shown> show) {
        this.expected = expected;
        this.show = show;
    }

    /** The answer: its status, its code, and the reason in it. */
    public AccessRefusal expected() {
        return expected;
    }

    /** What to send. */
    public Shown show(AccessScene scene) {
        return show.apply(scene);
    }

    /** A token that is bound to the certificate and otherwise wrong. */
    private static Function<AccessScene, Shown> bound(Function<TestJwt, TestJwt> change) {
        return scene -> Shown.bearer(
                change.apply(scene.issuer().token(scene.certificate())).text());
    }

    /** A token issued some time from now, for so long. */
    private static Function<AccessScene, Shown> at(Duration start, Duration lifetime) {
        return scene -> Shown.bearer(scene.issuer()
                .token(scene.certificate())
                .claim("iat", scene.now().plus(start))
                .claim("nbf", scene.now().plus(start))
                .claim("exp", scene.now().plus(start).plus(lifetime))
                .text());
    }

    /** A good token with a proof that is wrong. */
    private static Function<AccessScene, Shown> proof(Function<TestJwt, TestJwt> change) {
        return scene -> shown(scene, change);
    }

    private static Shown shown(AccessScene scene, Function<TestJwt, TestJwt> change) {
        String token = scene.token();
        return Shown.proven(token, change.apply(scene.proof(token)).text());
    }
}
