package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.StrictBase64;

/**
 * The name of a public key: SHA-256 of its SubjectPublicKeyInfo (RFC 5280 section 4.1).
 *
 * @param digest SHA-256 of the DER-encoded SubjectPublicKeyInfo
 */
public record KeyId(Digest digest) {
    /** Reads 64 lower-case hexadecimal digits. */
    public static KeyId parse(String hex) {
        return new KeyId(Digest.ofHex(hex));
    }

    /** Base64 of the digest: the {@code publicKey.hint} of a Sigstore bundle. */
    public String hint() {
        return StrictBase64.encode(digest.bytes());
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return digest.hex();
    }

    @Override
    public String toString() {
        return hex();
    }
}
