package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;

/**
 * A slice that the service cut.
 *
 * @param slice the slice document
 * @param derivation the record by which it can be replayed
 * @param components how many components the slice has
 */
public record Derived(Digest slice, Digest derivation, long components) {}
