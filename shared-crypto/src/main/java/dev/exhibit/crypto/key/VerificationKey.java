package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;

/**
 * A public key that signatures are checked with.
 *
 * @param id SHA-256 of {@code spki}
 * @param spki DER-encoded SubjectPublicKeyInfo (RFC 5280 section 4.1), a named curve and an uncompressed point
 */
public record VerificationKey(KeyId id, Bytes spki) {
    public VerificationKey(Bytes spki) {
        this(new KeyId(Hashing.of(spki)), spki);
    }

    public VerificationKey {
        if (!id.digest().equals(Hashing.of(spki))) {
            throw new IllegalArgumentException("key id does not belong to this key");
        }
    }
}
