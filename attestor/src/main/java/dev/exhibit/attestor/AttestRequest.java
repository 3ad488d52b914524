package dev.exhibit.attestor;

import dev.exhibit.attestor.scan.ScanRule;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import java.util.Set;

/**
 * One attestation that a caller asks for.
 *
 * @param key names the request, so that it can be sent again
 * @param subject the artifact: name and the digest that the caller expects
 * @param predicateType URI of the claim's type
 * @param predicate the claim
 * @param artifact where the artifact's bytes come from
 * @param waived rules of the scan that the caller wants passed over
 */
public record AttestRequest(
        IdempotencyKey key,
        Subject subject,
        String predicateType,
        Json.Obj predicate,
        ArtifactInput artifact,
        Set<ScanRule> waived) {
    public AttestRequest {
        waived = Set.copyOf(waived);
    }

    /** With every rule in force. */
    public AttestRequest(
            IdempotencyKey key, Subject subject, String predicateType, Json.Obj predicate, ArtifactInput artifact) {
        this(key, subject, predicateType, predicate, artifact, Set.of());
    }
}
