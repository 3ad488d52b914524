package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.ObjectReader;

/**
 * A signature over an artifact as the service answered it.
 *
 * @param artifact digest of the artifact, as the service recomputed it
 * @param keyId the signing key, hexadecimal
 * @param checked what the service hashed, for example {@code bytes}
 * @param bundle the Sigstore bundle, canonical JSON
 */
public record Signed(Digest artifact, String keyId, String checked, Bytes bundle) {
    /** Answers are canonical JSON, so the canonical form of the member is the bundle byte for byte. */
    static Signed read(ObjectReader reply) {
        return new Signed(
                reply.parsed("artifact", Digest::parse),
                reply.text("keyId"),
                reply.text("checked"),
                CanonicalJson.of(reply.required("bundle")).bytes());
    }
}
