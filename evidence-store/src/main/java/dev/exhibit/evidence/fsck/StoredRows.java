package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.HeadPath;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.blob.BlobRef;
import dev.exhibit.evidence.log.LogName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The rows of a tenant as they are, whatever somebody has made of them. Contract: what one call answers was so at one
 * moment; a row and the journal entry that tells of it come together or not at all. Changes nothing. Thread-safe. Every
 * method may throw {@code unavailable}.
 */
public interface StoredRows {
    /**
     * All about a digest.
     *
     * @param blob what its bytes are checked against, where there is a row
     * @param told entries of the journal about it, placed or waiting, in their order
     */
    record Row(Digest digest, Facts rows, Optional<BlobRef> blob, List<Bytes> told) {
        public Row {
            told = List.copyOf(told);
        }
    }

    /** Whether the tenant has at most so many blobs, and as many places in chains. */
    boolean isSmall(TenantId tenant, int most);

    /** Digests that any row or entry speaks of, in ascending order, at most {@code max}. */
    List<Row> rows(TenantId tenant, Span span, int max);

    /** The sizes of those of the blobs that have a row. */
    Map<Digest, Long> sizes(TenantId tenant, Collection<Digest> blobs);

    /** Links from evidence in this span to what was removed: where from, and in words what. */
    Map<Digest, String> dangling(TenantId tenant, Span span);

    /**
     * The row of a log.
     *
     * @param end the place after the last entry that has one
     */
    record LogRow(
            String origin,
            String key,
            long size,
            Optional<Digest> root,
            Optional<String> checkpoint,
            long placed,
            long end,
            Instant at) {}

    Optional<LogRow> log(TenantId tenant, LogName log);

    /** A row of the checkpoints that are kept. */
    record KeptRow(long size, String note) {}

    /** Those of more than {@code after} entries, in the order of their sizes. */
    List<KeptRow> kept(TenantId tenant, LogName log, long after, int max);

    /** A row of a log's entries. */
    record Entry(Optional<Long> position, long id, Digest hash, Bytes body, Instant queuedAt, Optional<Digest> about) {}

    /** Those with places from {@code from} to before {@code to}. */
    List<Entry> placed(TenantId tenant, LogName log, long from, long to);

    /** Those without a place and with ids above {@code after}, at most {@code max}. */
    List<Entry> waiting(TenantId tenant, LogName log, long after, int max);

    /** What is remembered of a {@code heads} entry. */
    record HeadsRow(long position, long subjects, Digest root) {}

    /** Those with positions from {@code from} to before {@code to}. */
    List<HeadsRow> heads(TenantId tenant, long from, long to);

    /** The last one that the journal's checkpoint covers. */
    Optional<HeadsRow> newestHeads(TenantId tenant);

    /**
     * How many rows there are that entries before {@code end} account for.
     *
     * @param places in chains of subjects
     * @param heads entries of that kind
     * @param auditHeads heads of audit chains
     * @param strayPages pages of the tree of heads that belong to no such entry
     */
    record Counts(long places, long heads, long auditHeads, long strayPages) {}

    Counts counts(TenantId tenant, long end);

    /** The chains of a span's subjects as far as they are below {@code end}. */
    Map<Digest, ChainFold.End> chains(TenantId tenant, Span span, long end);

    /**
     * The ways to subjects in the tree of heads as of {@code version}.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException where pages are missing or no pages
     */
    Map<Digest, HeadPath> paths(TenantId tenant, Set<Digest> subjects, long version);

    /** Rooms of which there is a chain, a seal or a head. */
    Set<String> rooms(TenantId tenant);

    /** How long a room's chain of audit records is, and its end. */
    Optional<SubjectHead> auditChain(TenantId tenant, String room);

    /** A record's seal. */
    record Seal(long n, long auditId, Digest hash) {}

    /** Seals with numbers above {@code after}, in their order, at most {@code max}. */
    List<Seal> seals(TenantId tenant, String room, long after, int max);

    /** Which of the records with ids above {@code after}, to {@code last}, are sealed. */
    Set<Long> sealed(TenantId tenant, String room, long after, long last);

    /**
     * What is remembered of an {@code audit.head} event.
     *
     * @param body of the entry with this leaf hash; absent where there is none
     */
    record AuditHeadRow(long count, Digest leaf, Instant at, Optional<Bytes> body) {}

    /** Those with counts above {@code after}, in their order, at most {@code max}. */
    List<AuditHeadRow> auditHeads(TenantId tenant, String room, long after, int max);

    /** How many records a room's chain had where the audit tells that the index was made anew. */
    Set<Long> rebuilt(TenantId tenant, String room);

    /** When a room's records were last sealed. */
    Optional<Instant> lastSealed(TenantId tenant, String room);

    /** The columns of all holds, by id. */
    SortedMap<String, SortedMap<String, String>> holds(TenantId tenant);

    /** In words, where rules of retention, or what is remembered of removals, differ from what the audit says. */
    List<String> unkept(TenantId tenant);
}
