package dev.exhibit.evidence.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.fsck.Facts;
import dev.exhibit.evidence.fsck.NewIndex;
import dev.exhibit.evidence.fsck.Span;
import dev.exhibit.evidence.fsck.StoredRows;
import dev.exhibit.evidence.log.LogIndex.Placed;
import dev.exhibit.evidence.log.LogName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** {@link NewIndex} in the schema {@code evidence} of PostgreSQL, written by the role that owns the schema. */
public final class PostgresNewIndex implements NewIndex {
    private final Database database;

    /** @param database of the migration role: the application role cannot take back a log that is empty */
    public PostgresNewIndex(Database database) {
        this.database = database;
    }

    @Override
    public <T> T write(TenantId tenant, Function<Rows, T> work) {
        return database.inTenant(tenant, handle -> work.apply(new Writing(handle, tenant)));
    }

    private record Writing(Handle handle, TenantId tenant) implements Rows {
        private NewRows rows() {
            return new NewRows(handle, tenant);
        }

        @Override
        public List<String> filled() {
            return rows().filled();
        }

        @Override
        public void log(LogName log, KeyId key, Checkpoint checkpoint, Instant at) {
            rows().log(log, key, checkpoint, at);
        }

        @Override
        public void files(LogName log, Map<String, Digest> files) {
            new LogRows(handle, tenant).addFiles(log, files);
        }

        @Override
        public void entries(LogName log, long first, List<Bytes> bodies, Instant at) {
            for (int i = 0; i < bodies.size(); i++) {
                rows().entry(log, first + i, bodies.get(i), at);
            }
            rows().time(log, at);
        }

        @Override
        public Bytes batch(long first, List<Bytes> bodies, Instant at) {
            List<Placed> batch = new ArrayList<>();
            for (Bytes body : bodies) {
                long position = first + batch.size();
                batch.add(new Placed(position, MerkleTree.leaf(body), body));
                rows().event(position, body);
            }
            return batch.isEmpty()
                    ? Bytes.empty()
                    : new JournalHeads().close(handle, tenant, batch, at).orElseGet(Bytes::empty);
        }

        @Override
        public List<StoredRows.Row> told(Span span, int max) {
            return new FactRows(handle, tenant).rows(span, max);
        }

        @Override
        public void add(Digest digest, Facts told, String version, boolean gone) {
            rows().add(digest, told, version, gone);
        }

        @Override
        public void hold(String id, SortedMap<String, String> columns) {
            rows().hold(id, columns);
        }

        @Override
        public void auditHead(JournalEvent.Act event, Bytes body) {
            if (event.fact() instanceof JournalFact.AuditHead head) {
                rows().auditHead(head, MerkleTree.leaf(body), event.at());
            }
        }

        @Override
        public void rebuilt(Call call, Instant at, Map<String, Long> audits, Checkpoint journal) {
            Json.Obj counts = Json.object();
            for (Map.Entry<String, Long> room : audits.entrySet()) {
                counts = counts.with(room.getKey(), room.getValue());
            }
            Json.Obj detail = Json.object()
                    .with("audit", counts)
                    .with("journal", journal.size())
                    .with("root", journal.root().hex());
            AuditTrail.append(
                    handle,
                    PostgresEvidenceIndex.ROOM,
                    new AuditEvent(call, "index.rebuilt", tenant.value(), detail),
                    at.truncatedTo(ChronoUnit.MICROS));
        }
    }
}
