package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;

/**
 * An attestation as the service answered it.
 *
 * @param artifact digest of the artifact, as the service recomputed it
 * @param evidence digest of {@code bundle}, under which the service keeps it
 * @param keyId the signing key, hexadecimal
 * @param checked what the service hashed, for example {@code bytes}
 * @param bundle the Sigstore bundle, canonical JSON
 */
public record Attested(Digest artifact, Digest evidence, String keyId, String checked, Bytes bundle) {}
