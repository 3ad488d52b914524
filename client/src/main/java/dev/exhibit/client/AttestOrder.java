package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.util.List;

/**
 * An attestation to ask for.
 *
 * @param idempotencyKey names the request; the same key and request give the same bytes
 * @param name the artifact's name, for people
 * @param artifact the digest that the artifact's bytes must have
 * @param predicateType URI of the claim's type
 * @param predicate the claim
 * @param allowed ids of the rules of the scan of claims to pass over
 */
public record AttestOrder(
        String idempotencyKey,
        String name,
        Digest artifact,
        String predicateType,
        Json.Obj predicate,
        List<String> allowed) {
    public AttestOrder {
        allowed = List.copyOf(allowed);
    }

    /** With every rule in force. */
    public AttestOrder(String idempotencyKey, String name, Digest artifact, String predicateType, Json.Obj predicate) {
        this(idempotencyKey, name, artifact, predicateType, predicate, List.of());
    }

    Json.Obj document(boolean keep) {
        return document(keep ? Json.object().with("keep", true) : Json.object());
    }

    /** @param source members that say where the artifact is */
    Json.Obj document(Json.Obj source) {
        Json.Obj order = source.with("subject", Json.object().with("name", name).with("digest", artifact.toString()))
                .with("predicateType", predicateType)
                .with("predicate", predicate);
        return allowed.isEmpty() ? order : order.with("scan", Json.object().with("allow", Json.texts(allowed)));
    }
}
