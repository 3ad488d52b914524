package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SigningKey;
import java.net.URI;
import java.util.Optional;

/**
 * The key that the client's tokens are bound to, and the proofs that it has it (RFC 9449 section 4.2). It lives as long as
 * the client and never leaves the memory. Thread-safe.
 */
public final class ProofKey {
    private final SigningKey key;
    private final ClientParts parts;

    public ProofKey(ClientParts parts) {
        this.key = new SigningKey(SigningKey.generatePair(parts.random()));
        this.parts = parts;
    }

    /**
     * A proof for one request.
     *
     * @param token the access token that goes with it; none at the token endpoint
     * @param nonce the last one that the server gave
     * @param body the digest of the request's body, where it is known: with it, the proof says what was asked for
     */
    public String prove(
            String method, URI target, Optional<String> token, Optional<String> nonce, Optional<Digest> body) {
        Json.Obj header = Json.object()
                .with("typ", "dpop+jwt")
                .with("jwk", Jwk.of(key.published()).toJson());
        Json.Obj claims = Json.object()
                .with("htm", method)
                .with("htu", withoutQuery(target))
                .with("iat", parts.clock().instant().getEpochSecond())
                .with("jti", parts.ids().get().toString());
        if (token.isPresent()) {
            claims = claims.with(
                    "ath", Base64Url.encode(Hashing.of(Bytes.utf8(token.get())).bytes()));
        }
        if (nonce.isPresent()) {
            claims = claims.with("nonce", nonce.get());
        }
        if (body.isPresent()) {
            claims = claims.with("exhibit_request", body.get().toString());
        }
        Bytes payload = CanonicalJson.of(claims).bytes();
        return Jws.sign(JwsAlgorithm.ES256, header, payload, signed -> key.sign(Hashing.of(signed)));
    }

    /** RFC 9449 section 4.2: without query and fragment. */
    private static String withoutQuery(URI target) {
        return target.getScheme() + "://" + target.getRawAuthority() + target.getRawPath();
    }
}
