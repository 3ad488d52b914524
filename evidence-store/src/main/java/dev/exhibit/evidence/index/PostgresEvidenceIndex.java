package dev.exhibit.evidence.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceRecord;
import dev.exhibit.evidence.IndexAudit;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.journal.ActEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** {@link EvidenceIndex} in the schema {@code evidence} of PostgreSQL. */
public final class PostgresEvidenceIndex implements EvidenceIndex {
    /** This room's part of the database. */
    public static final RoomSchema ROOM = new RoomSchema("evidence");

    private final Database database;

    public PostgresEvidenceIndex(Database database) {
        this.database = database;
    }

    @Override
    public List<EvidenceRecord> write(Call call, Instant at, Batch batch) {
        Instant kept = at.truncatedTo(ChronoUnit.MICROS);
        return database.inTenant(call.tenant(), handle -> new Writing(handle, call, kept).write(batch));
    }

    @Override
    public Optional<BlobEntry> blob(TenantId tenant, Digest digest) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).blob(digest));
    }

    @Override
    public Set<Digest> present(TenantId tenant, Collection<Digest> wanted) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).present(wanted));
    }

    @Override
    public Optional<EvidenceRecord> find(TenantId tenant, Digest digest) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).evidence(digest));
    }

    @Override
    public List<EvidenceRecord> all(TenantId tenant, Set<Digest> digests) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).all(digests));
    }

    @Override
    public List<EvidenceRecord> about(TenantId tenant, About question, int max) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).about(question, max));
    }

    @Override
    public List<Edge> edges(TenantId tenant, Set<Digest> digests, int max) {
        return database.inTenant(tenant, handle -> new EdgeRows(handle, tenant).edges(digests, max));
    }

    @Override
    public List<Digest> blobsAfter(TenantId tenant, Digest after, int max) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).blobsAfter(after, max));
    }

    @Override
    public long storedBytes(TenantId tenant) {
        return database.inTenant(tenant, handle -> new Rows(handle, tenant).storedBytes());
    }

    /** One transaction's work. */
    private record Writing(Handle handle, Call call, Instant at) {
        List<EvidenceRecord> write(Batch batch) {
            // What is spoken of or pointed to is not removed before this is seen.
            Keeping.lock(handle, call.tenant());
            Rows rows = new Rows(handle, call.tenant());
            for (BlobEntry blob : batch.blobs()) {
                if (rows.addBlob(blob, call, at, batch.age())) {
                    audit(IndexAudit.blobStored(call, blob));
                    journal(List.of(events().stored(blob)));
                }
            }
            Map<Digest, EvidenceRecord> written = new HashMap<>();
            // In the order of digests, so that two batches never wait for each other.
            batch.evidence().stream()
                    .sorted(Comparator.comparing(Registration::digest))
                    .forEach(registration -> written.put(registration.digest(), write(rows, registration)));
            return batch.evidence().stream()
                    .map(registration -> Optional.ofNullable(written.get(registration.digest()))
                            .orElseThrow())
                    .toList();
        }

        private EvidenceRecord write(Rows rows, Registration registration) {
            rows.lock(registration.digest());
            return rows.evidence(registration.digest())
                    .map(there -> grow(rows, there, registration))
                    .orElseGet(() -> create(rows, registration));
        }

        private EvidenceRecord create(Rows rows, Registration registration) {
            EvidenceRecord created =
                    new EvidenceRecord(registration, at, call.caller().identity());
            rows.addEvidence(created, call);
            rows.addSubjects(registration.digest(), registration.subjects());
            rows.addLinks(registration.digest(), registration.links());
            audit(IndexAudit.registered(call, registration));
            journal(events().registered(registration));
            return created;
        }

        private EvidenceRecord grow(Rows rows, EvidenceRecord there, Registration registration) {
            EvidenceRecord grown = there.grownBy(registration);
            if (!grown.equals(there)) {
                rows.addSubjects(registration.digest(), registration.subjects());
                rows.addLinks(registration.digest(), registration.links());
                audit(IndexAudit.linked(call, there.facts(), registration));
                journal(events().linked(there.facts(), grown.facts()));
            }
            return grown;
        }

        private void audit(AuditEvent event) {
            AuditTrail.append(handle, ROOM, event, at);
        }

        private void journal(List<JournalEvent.Act> events) {
            new JournalRows(handle, call.tenant()).queue(events);
        }

        private ActEvents events() {
            return new ActEvents(call, at);
        }
    }
}
