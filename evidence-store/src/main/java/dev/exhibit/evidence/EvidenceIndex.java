package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says which blobs and evidence exist, for each tenant. Contract, which {@code EvidenceIndexContract} tests:
 *
 * <ul>
 *   <li><b>All or nothing.</b> One {@code write} is one transaction, audit records included. When it returns, it is
 *       durable and every reader sees it. When it throws, it was applied whole or not at all; the caller may repeat it.
 *   <li><b>Repeatable.</b> Writing the same again changes nothing, adds no audit record and answers the same.
 *   <li><b>Nothing is taken back.</b> What is written stays; evidence may gain subjects and links.
 *   <li><b>Consistent.</b> Concurrent writes of one piece of evidence end as if they came one after the other.
 *   <li><b>Trusted</b> for what exists, but not for bytes: those are hashed when read.
 *   <li><b>Thread-safe.</b> Every method may throw {@code unavailable}.
 * </ul>
 */
public interface EvidenceIndex {
    /**
     * A stored blob.
     *
     * @param digest its name
     * @param size number of bytes
     */
    record BlobEntry(Digest digest, long size) {}

    /**
     * What one transaction writes.
     *
     * @param blobs stored durably before
     * @param evidence each about a blob of this batch or of an earlier one
     */
    record Batch(List<BlobEntry> blobs, List<Registration> evidence) {
        public Batch {
            blobs = List.copyOf(blobs);
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * Writes a batch.
     *
     * @param call in whose name, for the audit
     * @param at now, kept to the microsecond
     * @return the records of {@code batch.evidence()}, in that order, as they are afterwards
     * @throws dev.exhibit.boundary.problem.ProblemException {@code wrong_state} for evidence that contradicts what is
     *     there
     */
    List<EvidenceRecord> write(Call call, Instant at, Batch batch);

    /** The blob, if this tenant has it. */
    Optional<BlobEntry> blob(TenantId tenant, Digest digest);

    /** The evidence, if this tenant has it. */
    Optional<EvidenceRecord> find(TenantId tenant, Digest digest);

    /** The evidence that speaks of {@code artifact}: oldest first, then by digest; at most {@code max}. */
    List<EvidenceRecord> about(TenantId tenant, Digest artifact, int max);

    /**
     * Digests of a tenant's blobs in ascending order, a page at a time.
     *
     * @param after where the page before ended; {@link Digest} of 32 zero bytes for the first
     * @param max how many at most
     */
    List<Digest> blobsAfter(TenantId tenant, Digest after, int max);

    /** The bytes of all blobs of a tenant together. Takes time that grows with their number. */
    long storedBytes(TenantId tenant);
}
