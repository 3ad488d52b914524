package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import java.util.Optional;

/**
 * What a replay found.
 *
 * @param identical whether the same bytes came out; otherwise {@code difference} says why
 * @param output the output that the derivation record names
 * @param difference class and detail of the first difference
 */
public record Replayed(boolean identical, Digest output, Optional<String> difference) {}
