package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.ObjectReader;

/**
 * An attestation as the service answered it.
 *
 * @param artifact digest of the artifact, as the service recomputed it
 * @param evidence digest of {@code bundle}, under which the service keeps it
 * @param statement digest of the signed in-toto Statement
 * @param keyId the signing key, hexadecimal
 * @param checked what the service hashed, for example {@code bytes}
 * @param bundle the Sigstore bundle, canonical JSON
 */
public record Attested(Digest artifact, Digest evidence, Digest statement, String keyId, String checked, Bytes bundle) {
    /** Answers are canonical JSON, so the canonical form of the member is the bundle byte for byte. */
    static Attested read(ObjectReader reply) {
        return new Attested(
                reply.parsed("artifact", Digest::parse),
                reply.parsed("evidence", Digest::parse),
                reply.parsed("statement", Digest::parse),
                reply.text("keyId"),
                reply.text("checked"),
                CanonicalJson.of(reply.required("bundle")).bytes());
    }
}
