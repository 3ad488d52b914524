package dev.exhibit.evidence.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.journal.JournalEvent;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What holds, removal and new evidence have in common within a transaction. */
final class Keeping {
    private Keeping() {}

    /** Makes removals of this tenant wait until this transaction ends, and waits for one that is under way. */
    static void lock(Handle handle, TenantId tenant) {
        handle.createQuery("select pg_advisory_xact_lock_shared(hashtextextended(:name, 0)) is null")
                .bind("name", "keep " + tenant)
                .mapTo(Boolean.class)
                .one();
    }

    /** As the function that removes does: waits for holds and new evidence that are under way, and makes others wait. */
    static void lockAlone(Handle handle, TenantId tenant) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:name, 0)) is null")
                .bind("name", "keep " + tenant)
                .mapTo(Boolean.class)
                .one();
    }

    /** Audit record and journal events of one act. */
    static void remember(Handle handle, AuditEvent event, Instant at, List<JournalEvent.Act> journal) {
        AuditTrail.append(handle, PostgresEvidenceIndex.ROOM, event, at);
        new JournalRows(handle, event.call().tenant()).queue(journal);
    }
}
