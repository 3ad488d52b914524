package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;

/**
 * An attestation to ask for.
 *
 * @param idempotencyKey names the request; the same key and request give the same bytes
 * @param name the artifact's name, for people
 * @param artifact the digest that the artifact's bytes must have
 * @param predicateType URI of the claim's type
 * @param predicate the claim
 */
public record AttestOrder(
        String idempotencyKey, String name, Digest artifact, String predicateType, Json.Obj predicate) {

    Json.Obj document(boolean keep) {
        return document(keep ? Json.object().with("keep", true) : Json.object());
    }

    /** @param source members that say where the artifact is */
    Json.Obj document(Json.Obj source) {
        return source.with("subject", Json.object().with("name", name).with("digest", artifact.toString()))
                .with("predicateType", predicateType)
                .with("predicate", predicate);
    }
}
