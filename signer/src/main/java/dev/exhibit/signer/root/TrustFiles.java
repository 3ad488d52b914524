package dev.exhibit.signer.root;

import dev.exhibit.crypto.encoding.Bytes;

/**
 * What a version consists of.
 *
 * @param trustedRoot a {@code trusted_root.json}
 * @param signingConfig a {@code signing_config.json}
 */
public record TrustFiles(Bytes trustedRoot, Bytes signingConfig) {}
