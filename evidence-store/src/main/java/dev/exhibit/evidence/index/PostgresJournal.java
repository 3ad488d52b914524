package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.HeadPath;
import dev.exhibit.crypto.journal.HeadTree;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.evidence.index.HeadRows.Heads;
import dev.exhibit.evidence.journal.Journal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** {@link Journal} in the tables of V4. */
public final class PostgresJournal implements Journal {
    /** Entries without a place yet speak of any subject. */
    private static final String SINCE = """
            (select e.id, e.body from subject_entry s
                join log_entry e on e.tenant = s.tenant and e.log = 'journal' and e.position = s.position
                where s.tenant = :tenant and s.subject = :subject and e.queued_at >= :since and e.id > :after
                order by e.id limit :max)
            union all
            select id, body from log_entry
                where tenant = :tenant and log = 'journal' and position is null and queued_at >= :since and id > :after
            order by id
            """;

    /** How many rows are held at once, of as many as it takes. */
    private static final int FETCHED = 100;

    private final Database database;

    public PostgresJournal(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Shown> about(TenantId tenant, Digest subject, long size, int max) {
        return database.inTenant(tenant, handle -> {
            HeadRows rows = new HeadRows(handle, tenant);
            return rows.headsBelow(size)
                    .filter(heads -> heads.position() == size - 1)
                    .flatMap(heads -> path(rows, heads, subject))
                    .map(path -> new Shown(rows.entries(subject, size, max), path));
        });
    }

    /** Pages of an older tree go with time: then the path leads elsewhere, or nowhere. */
    private static Optional<HeadPath> path(HeadRows rows, Heads heads, Digest subject) {
        try {
            HeadPath path = new HeadTree(rows.pagesAt(heads.position())).path(subject);
            path.head(heads.root(), subject);
            return Optional.of(path);
        } catch (MalformedException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<Told> told(TenantId tenant, Digest blob, long before, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select id, body from log_entry where tenant = :tenant and about = :about"
                                + " and id < :before order by id desc limit :max")
                        .bind("tenant", tenant.value())
                        .bind("about", blob.bytes().toArray())
                        .bind("before", before)
                        .bind("max", max)
                        .map((row, context) -> new Told(row.getLong("id"), act(Bytes.owned(row.getBytes("body")))))
                        .list());
    }

    @Override
    public List<Told> since(TenantId tenant, Digest subject, Instant since, long after, int max) {
        return database.inTenant(
                tenant,
                handle -> handle
                        .createQuery(SINCE)
                        .bind("tenant", tenant.value())
                        .bind("subject", subject.bytes().toArray())
                        .bind("since", since.atOffset(ZoneOffset.UTC))
                        .bind("after", after)
                        .bind("max", max)
                        .setFetchSize(FETCHED)
                        .map((row, context) -> new Told(row.getLong("id"), act(Bytes.owned(row.getBytes("body")))))
                        .stream()
                        .filter(told -> told.act().subjects().contains(subject))
                        .limit(max)
                        .toList());
    }

    @Override
    public Set<Digest> uncovered(TenantId tenant, Set<Digest> blobs) {
        return database.inTenant(tenant, handle -> uncovered(handle, tenant, blobs));
    }

    private static Set<Digest> uncovered(Handle handle, TenantId tenant, Set<Digest> blobs) {
        return handle
                .createQuery("select distinct about from log_entry where tenant = :tenant and about = any(:blobs)"
                        + " and (position is null or position >= coalesce((select size from log"
                        + " where tenant = :tenant and log = 'journal'), 0))")
                .bind("tenant", tenant.value())
                .bind(
                        "blobs",
                        blobs.stream().map(blob -> blob.bytes().toArray()).toArray(byte[][]::new))
                .map((row, context) -> new Digest(Bytes.owned(row.getBytes("about"))))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static JournalEvent.Act act(Bytes body) {
        return switch (JournalEvent.decode(body)) {
            case JournalEvent.Act act -> act;
            case JournalEvent.Heads ignored -> throw new IllegalStateException("heads are about no blob");
        };
    }
}
