package dev.exhibit.boundary.token;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Base64Url;
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

    /** A member of another kind is a binding that nobody here could check, so it is refused. */
    static Confirmation read(ObjectReader cnf) {
        Confirmation read = new Confirmation(
                cnf.optionalParsed("x5t#S256", Confirmation::digest), cnf.optionalParsed("jkt", Confirmation::digest));
        cnf.end();
        return read;
    }

    /** Whether it binds at all. */
    public boolean binds() {
        return certificate.isPresent() || key.isPresent();
    }

    private static Digest digest(String text) {
        return new Digest(Base64Url.decode(text));
    }
}
