/**
 * Trust roots ({@code trusted_root.json} of Sigstore, sigstore_trustroot.proto): whom a verifier believes, and when. Any
 * package may depend on it. Whoever can change a trust root can forge everything, so where it comes from is the caller's
 * concern. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.trust;

import org.jspecify.annotations.NullMarked;
