package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;

/**
 * A slice that the service cut.
 *
 * @param slice the slice document
 * @param derivation the record by which it can be replayed
 * @param proof the document that proves its parts and edges
 * @param proofDerivation the record by which that can be replayed
 * @param components how many components the slice has
 */
public record Derived(Digest slice, Digest derivation, Digest proof, Digest proofDerivation, long components) {
    static Derived read(ObjectReader reply) {
        return new Derived(
                reply.parsed("slice", Digest::parse),
                reply.parsed("derivation", Digest::parse),
                reply.parsed("proof", Digest::parse),
                reply.parsed("proofDerivation", Digest::parse),
                reply.optionalInteger("components", 0, JsonLimits.MAX_SAFE_INTEGER)
                        .orElse(0L));
    }
}
