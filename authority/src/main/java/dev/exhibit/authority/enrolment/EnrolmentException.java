package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.util.Optional;

/** No certificate is issued. */
final class EnrolmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EnrolmentRefusal refusal;
    private final transient Optional<TenantId> tenant;
    private final transient Optional<String> claim;

    /** Somebody of whom nothing is believed. */
    EnrolmentException(EnrolmentRefusal refusal) {
        this(refusal, Optional.empty(), Optional.empty());
    }

    /** Somebody whom an issuer of the tenant's or the tenant's own code has vouched for. */
    EnrolmentException(EnrolmentRefusal refusal, TenantId tenant) {
        this(refusal, Optional.of(tenant), Optional.empty());
    }

    /** A job that is what it says, but no rule's. */
    static EnrolmentException mismatch(TenantId tenant, String claim) {
        return new EnrolmentException(EnrolmentRefusal.CLAIM_MISMATCH, Optional.of(tenant), Optional.of(claim));
    }

    private EnrolmentException(EnrolmentRefusal refusal, Optional<TenantId> tenant, Optional<String> claim) {
        super(refusal.sentence());
        this.refusal = refusal;
        this.tenant = tenant;
        this.claim = claim;
    }

    /** @throws EnrolmentException of somebody of whom nothing is believed, unless {@code holds} */
    static void demand(boolean holds, EnrolmentRefusal refusal) {
        if (!holds) {
            throw new EnrolmentException(refusal);
        }
    }

    /** @throws EnrolmentException of somebody of the tenant, unless {@code holds} */
    static void demand(boolean holds, EnrolmentRefusal refusal, TenantId tenant) {
        if (!holds) {
            throw new EnrolmentException(refusal, tenant);
        }
    }

    EnrolmentRefusal refusal() {
        return refusal;
    }

    /** In whose audit it belongs; the authority's own if that is not known for sure. */
    Optional<TenantId> tenant() {
        return tenant;
    }

    /**
     * Whether a job that is what it says asked for what it may not have. What others can bring about who found a token of
     * the job's, such as showing it again, is not its fault.
     */
    boolean faultOfJob() {
        return refusal == EnrolmentRefusal.CLAIM_MISMATCH
                || refusal == EnrolmentRefusal.PULL_REQUEST
                || refusal == EnrolmentRefusal.RULE_AMBIGUOUS;
    }

    /** What the caller and the audit are told. */
    Json.Obj members() {
        Json.Obj members = Json.object().with("reason", refusal.reason());
        return claim.map(name -> members.with("claim", name)).orElse(members);
    }

    ProblemException problem() {
        return new ProblemException(ProblemCode.ENROLMENT_REFUSED, refusal.sentence(), members());
    }
}
