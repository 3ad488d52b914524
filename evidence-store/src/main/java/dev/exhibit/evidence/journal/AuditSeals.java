package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.AuditRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The chains over the audit records of all rooms. Contract:
 *
 * <ul>
 *   <li><b>Each record once</b>, in the order in which records were seen, whatever their ids; never another one in its
 *       place.
 *   <li><b>All or nothing.</b> A chain grows in one transaction with the journal event that tells of its new head.
 *   <li><b>One at a time.</b> Of two processes that seal one chain, one waits for the other.
 *   <li><b>Thread-safe.</b> Every method may throw {@code unavailable}.
 * </ul>
 */
public interface AuditSeals {
    /** Records that one head covers at most: a page of an answer. */
    int MAX_RUN = 500;

    /** Where to look from: every record up to this id that will ever be seen is sealed. */
    long low(TenantId tenant, String room);

    /**
     * A look at every row above {@link #low}.
     *
     * @param last the id of the last row
     * @param ended of the first page
     * @param begun of the last page
     */
    record Look(long last, long ended, long begun) {}

    /**
     * Seals those of the rows that are not sealed yet, in the order given, a head for each {@link #MAX_RUN} of them.
     *
     * @param call the service's own
     * @param at now
     * @param seen rows above {@link #low} in the order of their ids: all of them, or some at a time
     * @param look present once all that it saw has been given: then {@code low} may move
     * @return how many were sealed
     */
    int seal(Call call, String room, Instant at, List<AuditRow> seen, Optional<Look> look);

    /**
     * A head that the journal was told of.
     *
     * @param count records of the chain
     * @param entry the journal's entry
     * @param position its place, once it has one
     */
    record Told(long count, Bytes entry, Optional<Long> position) {}

    /** The head with exactly so many records. */
    Optional<Told> head(TenantId tenant, String room, long count);

    /** Of the heads with more than {@code count} records, the last one that has at most {@code max} more, or the first. */
    Optional<Told> headAfter(TenantId tenant, String room, long count, long max);

    /** The ids of the records from number {@code from} (exclusive) to {@code to} (inclusive), in their order. */
    List<Long> sealed(TenantId tenant, String room, long from, long to);
}
