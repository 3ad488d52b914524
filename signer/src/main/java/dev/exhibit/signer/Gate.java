package dev.exhibit.signer;

import dev.exhibit.boundary.problem.ProblemCode;
import java.util.List;
import java.util.Locale;

/**
 * What is asked before anything is signed, in this order; {@code docs/spec/gates.md} has a row for each. Whether a caller
 * may ask at all (certificate, token, scope, tenant, rates) the boundary has decided before.
 */
public enum Gate {
    /** The time of day is believed. */
    CLOCK(ProblemCode.UNAVAILABLE),
    /** The identity is still registered, for this tenant and role. */
    CALLER(ProblemCode.IDENTITY_UNKNOWN),
    /** Neither statement nor artifact is larger than the limit. */
    SIZE(ProblemCode.TOO_LARGE),
    /** The payload is an in-toto Statement about the artifact that was named. */
    PAYLOAD(ProblemCode.MEDIA_TYPE, ProblemCode.MALFORMED, ProblemCode.DIGEST_MISMATCH),
    /** The identity may have statements of this type signed; or bare artifacts, if it is one. */
    PREDICATE(ProblemCode.PREDICATE_NOT_ALLOWED),
    /** The artifact carries the attestations that rules of the installation demand. */
    PRODUCER(ProblemCode.PRODUCER_MISSING),
    /** The artifact's bytes were read, and have the digest that was named. */
    ARTIFACT(
            ProblemCode.DIGEST_MISMATCH,
            ProblemCode.ARTIFACT_UNAVAILABLE,
            ProblemCode.SOURCE_NOT_ALLOWED,
            ProblemCode.INTEGRITY),
    /** The name of the request belongs to no other. */
    REQUEST(ProblemCode.IDEMPOTENCY_CONFLICT),
    /** The tenant has an active key, and it is still active when the signature is stored. */
    KEY_STATE(ProblemCode.UNAVAILABLE),
    /** The identity may use that key. */
    KEY(ProblemCode.KEY_NOT_ALLOWED);

    private final List<ProblemCode> codes;

    Gate(ProblemCode... codes) {
        this.codes = List.of(codes);
    }

    /** What it refuses with. */
    public List<ProblemCode> codes() {
        return codes;
    }

    /** The name in the audit, for example {@code key-state}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
