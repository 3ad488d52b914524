package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.ServiceIdentity;
import java.time.Instant;

/**
 * A piece of evidence as the index knows it.
 *
 * @param facts what it is, speaks of and points to
 * @param storedAt when it was registered first
 * @param storedBy who registered it first
 */
public record EvidenceRecord(Registration facts, Instant storedAt, ServiceIdentity storedBy) {
    /**
     * This record with what {@code more} adds; equal to this one if it adds nothing.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code wrong_state} where the two contradict each other
     */
    public EvidenceRecord grownBy(Registration more) {
        return new EvidenceRecord(facts.grownBy(more), storedAt, storedBy);
    }
}
