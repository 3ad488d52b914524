/**
 * The protocol of the sigstore-conformance suite over the offline verifier. Used by {@code cli}; it trusts what the
 * verifier trusts. Thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.conformance;

import org.jspecify.annotations.NullMarked;
