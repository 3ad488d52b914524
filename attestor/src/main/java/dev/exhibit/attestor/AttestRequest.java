package dev.exhibit.attestor;

import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;

/**
 * One attestation that a caller asks for.
 *
 * @param key names the request, so that it can be sent again
 * @param subject the artifact: name and the digest that the caller expects
 * @param predicateType URI of the claim's type
 * @param predicate the claim
 * @param artifact where the artifact's bytes come from
 */
public record AttestRequest(
        IdempotencyKey key, Subject subject, String predicateType, Json.Obj predicate, ArtifactInput artifact) {}
