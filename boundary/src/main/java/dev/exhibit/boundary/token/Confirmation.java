package dev.exhibit.boundary.token;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Optional;

/**
 * What a token is bound to: claim {@code cnf} (RFC 7800). Where both are there, both must hold.
 *
 * @param certificate SHA-256 of the client certificate, {@code x5t#S256} (RFC 8705 section 3.1)
 * @param key thumbprint of the key that signs proofs, {@code jkt} (RFC 9449 section 6.1)
 */
public record Confirmation(Optional<Digest> certificate, Optional<Digest> key) {
    /** Bound to nothing. */
    static Confirmation none() {
        return new Confirmation(Optional.empty(), Optional.empty());
    }

    /**
     * Members of other kinds beside a known one are left alone (RFC 7800 section 3.1); Keycloak writes such a member. Alone,
     * they are a binding that nobody here could check: refused, and not taken for a token that is bound to nothing.
     */
    static Confirmation read(ObjectReader cnf) {
        Confirmation read = new Confirmation(
                cnf.optionalParsed("x5t#S256", Confirmation::digest), cnf.optionalParsed("jkt", Confirmation::digest));
        if (!read.binds()) {
            cnf.end();
        }
        return read;
    }

    /** The value of {@code cnf} that {@link #read} reads. */
    public Json.Obj toJson() {
        Json.Obj withCertificate = certificate
                .map(digest -> Json.object().with("x5t#S256", text(digest)))
                .orElseGet(Json::object);
        return key.map(digest -> withCertificate.with("jkt", text(digest))).orElse(withCertificate);
    }

    /** Whether it binds at all. */
    public boolean binds() {
        return certificate.isPresent() || key.isPresent();
    }

    private static String text(Digest digest) {
        return Base64Url.encode(digest.bytes());
    }

    private static Digest digest(String text) {
        return new Digest(Base64Url.decode(text));
    }
}
