/**
 * in-toto Statement v1 (github.com/in-toto/attestation, spec/v1): a predicate about subjects that are named by digest.
 * Any package may depend on it; it trusts no input. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.intoto;

import org.jspecify.annotations.NullMarked;
