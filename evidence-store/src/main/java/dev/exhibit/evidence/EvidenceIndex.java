package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.blob.BlobRef;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says which blobs and evidence exist, for each tenant. Contract, which {@code EvidenceIndexContract} tests:
 *
 * <ul>
 *   <li><b>All or nothing.</b> One {@code write} is one transaction, audit records and journal entries included. When it returns, it is
 *       durable and every reader sees it. When it throws, it was applied whole or not at all; the caller may repeat it.
 *   <li><b>Repeatable.</b> Writing the same again changes nothing, adds no audit record and no journal entry, and answers the same.
 *       A blob's version alone follows: it says where its bytes are now.
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
     * @param manifest digest of its manifest; absent only for what was stored before there were any
     * @param version what the object store calls its bytes; empty where it has no versions
     */
    record BlobEntry(Digest digest, long size, Optional<Digest> manifest, String version) {
        /** One whose manifest follows from digest and size, or is not known. */
        public BlobEntry(Digest digest, long size) {
            this(digest, size, BlobRef.of(digest, size).manifest(), "");
        }

        /** What was just stored. */
        public static BlobEntry of(Stored stored) {
            return new BlobEntry(stored.digest(), stored.size(), Optional.of(stored.manifest()), stored.version());
        }

        /** What its bytes are checked against. */
        public BlobRef ref() {
            return new BlobRef(digest, size, manifest, version);
        }
    }

    /**
     * What one transaction writes.
     *
     * @param blobs stored durably before
     * @param evidence each about a blob of this batch or of an earlier one
     * @param age since when its blobs are being stored: bytes that were there already may have been removed meanwhile
     */
    record Batch(List<BlobEntry> blobs, List<Registration> evidence, Duration age) {
        public Batch {
            blobs = List.copyOf(blobs);
            evidence = List.copyOf(evidence);
            age = age.isNegative() ? Duration.ZERO : age;
        }

        /** One whose blobs, if it has any, began to be stored just now. */
        public Batch(List<BlobEntry> blobs, List<Registration> evidence) {
            this(blobs, evidence, Duration.ZERO);
        }
    }

    /** For evidence about a blob that there is not, or not any more. */
    static ProblemException withoutBlob() {
        return ProblemException.at(
                ProblemCode.ARTIFACT_UNAVAILABLE, "/digest", "no blob with this digest is stored; put it first");
    }

    /**
     * Writes a batch.
     *
     * @param call in whose name, for the audit
     * @param at now, kept to the microsecond
     * @return the records of {@code batch.evidence()}, in that order, as they are afterwards
     * @throws ProblemException {@code wrong_state} for evidence that contradicts what is there, {@code artifact_unavailable}
     *     for evidence without a blob, {@code unavailable} for a blob that was removed lately
     */
    List<EvidenceRecord> write(Call call, Instant at, Batch batch);

    /** The blob, if this tenant has it. */
    Optional<BlobEntry> blob(TenantId tenant, Digest digest);

    /** Those of {@code wanted} that this tenant has, in one query. */
    Set<Digest> present(TenantId tenant, Collection<Digest> wanted);

    /** The evidence, if this tenant has it. */
    Optional<EvidenceRecord> find(TenantId tenant, Digest digest);

    /** Those of {@code digests} that this tenant has as evidence, in no order. */
    List<EvidenceRecord> all(TenantId tenant, Set<Digest> digests);

    /**
     * What is asked about an artifact.
     *
     * @param kinds of evidence; none of them means all
     * @param after where the page before ended
     */
    record About(Digest artifact, Set<EvidenceKind> kinds, Optional<Place> after) {
        public About {
            kinds = Set.copyOf(kinds);
        }
    }

    /** Where a record stands among those about one artifact. */
    record Place(Instant storedAt, Digest digest) {}

    /** The evidence that was asked about: oldest first, then by digest; at most {@code max}. */
    List<EvidenceRecord> about(TenantId tenant, About question, int max);

    /** All evidence that speaks of {@code artifact}, in the same order; at most {@code max}. */
    default List<EvidenceRecord> about(TenantId tenant, Digest artifact, int max) {
        return about(tenant, new About(artifact, Set.of(), Optional.empty()), max);
    }

    /**
     * That one thing points to another.
     *
     * @param from evidence
     * @param relation of a link, or {@value #SUBJECT} for what the evidence speaks of
     */
    record Edge(Digest from, String relation, Digest to) {
        /** The relation of evidence to an artifact that it speaks of; no link is named so. */
        public static final String SUBJECT = "(subject)";
    }

    /** The edges that begin or end in one of {@code digests}, each once, in no order; at most {@code max}. */
    List<Edge> edges(TenantId tenant, Set<Digest> digests, int max);

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
