/**
 * Sigstore bundles (github.com/sigstore/protobuf-specs, sigstore_bundle.proto): a signature together with what is needed
 * to check it offline. Encodes and decodes; {@code crypto.verify} judges. Any package may depend on it; it trusts no
 * input. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.bundle;

import org.jspecify.annotations.NullMarked;
