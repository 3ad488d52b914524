package dev.exhibit.boundary.audit;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.journal.AuditRow;
import java.util.List;

/**
 * The audit records of one room, for whoever seals them. Rows become visible in another order than that of their ids, and
 * ids of transactions that failed are never seen.
 *
 * <p>Contract: every row that is committed before {@link #after} is called, has a greater id and is among the first
 * {@code max} of those is in the answer. Read-only, in a transaction of the room's own. Thread-safe.
 */
public interface AuditSource {
    /** The room's name. */
    String room();

    /**
     * Some rows, and how time goes in this database.
     *
     * @param rows in the order of their ids
     * @param ended every transaction with a lower number has ended, and its rows can be seen
     * @param begun no transaction that has begun to write has this number or a higher one
     */
    record Page(List<AuditRow> rows, long ended, long begun) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /**
     * The rows of a tenant with ids above {@code id}.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}
     */
    Page after(TenantId tenant, long id, int max);

    /** The rows of a tenant with these ids that are there. */
    List<AuditRow> rows(TenantId tenant, List<Long> ids);
}
