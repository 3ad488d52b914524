package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.journal.ActEvents;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Queues journal events, within one transaction of one tenant. */
record JournalRows(Handle handle, TenantId tenant) {
    /** The log's name. */
    static final String JOURNAL = "journal";

    /**
     * Queues an event: it is in the journal if and only if the transaction commits.
     *
     * @return its leaf hash
     */
    Digest queue(JournalEvent.Act event) {
        return queue(List.of(event)).getFirst();
    }

    /** The same for several, in their order. */
    List<Digest> queue(List<JournalEvent.Act> events) {
        PreparedBatch rows = handle.prepareBatch("insert into log_entry (tenant, log, hash, body, queued_at, about)"
                + " values (:tenant, :log, :hash, :body, :at, :about) on conflict do nothing");
        List<Digest> hashes = new ArrayList<>();
        for (JournalEvent.Act event : events) {
            Bytes body = event.encode().bytes();
            Digest hash = MerkleTree.leaf(body);
            hashes.add(hash);
            rows.bind("tenant", tenant.value())
                    .bind("log", JOURNAL)
                    .bind("hash", hash.bytes().toArray())
                    .bind("body", body.toArray())
                    .bind("at", event.at().atOffset(ZoneOffset.UTC))
                    .bind(
                            "about",
                            ActEvents.about(event).map(digest -> digest.bytes().toArray()))
                    .add();
        }
        rows.execute();
        return hashes;
    }
}
