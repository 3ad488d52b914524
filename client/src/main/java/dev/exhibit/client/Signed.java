package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;

/**
 * A signature over an artifact as the service answered it.
 *
 * @param artifact digest of the artifact, as the service recomputed it
 * @param keyId the signing key, hexadecimal
 * @param checked what the service hashed, for example {@code bytes}
 * @param bundle the Sigstore bundle, canonical JSON
 */
public record Signed(Digest artifact, String keyId, String checked, Bytes bundle) {}
