package dev.exhibit.attestor;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;

/**
 * A finished attestation; equal for every repetition of one request.
 *
 * @param artifact digest of the artifact, as recomputed from its bytes
 * @param evidence digest of the bundle: the name under which it is stored
 * @param statement digest of the signed in-toto Statement
 * @param key the signing key
 * @param checked what the signer hashed, for example {@code bytes}
 * @param bundle the Sigstore bundle, canonical JSON
 */
public record Attested(Digest artifact, Digest evidence, Digest statement, KeyId key, String checked, Bytes bundle) {}
