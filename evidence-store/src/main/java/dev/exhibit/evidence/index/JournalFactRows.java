package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.fsck.ChainFold.Place;
import dev.exhibit.evidence.fsck.Span;
import dev.exhibit.evidence.fsck.StoredRows.Counts;
import dev.exhibit.evidence.fsck.StoredRows.Entry;
import dev.exhibit.evidence.fsck.StoredRows.HeadsRow;
import dev.exhibit.evidence.fsck.StoredRows.KeptRow;
import dev.exhibit.evidence.fsck.StoredRows.LogRow;
import dev.exhibit.evidence.log.LogName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The rows of logs and of the journal's proofs as they are, within one transaction of one tenant. */
record JournalFactRows(Handle handle, TenantId tenant) {
    private static final String ENTRY = "select position, id, hash, body, queued_at, about from log_entry"
            + " where tenant = :tenant and log = :log";

    /** Rows that the driver holds at once. */
    private static final int FETCH = 1_000;

    Optional<LogRow> log(LogName log) {
        return handle.createQuery("select l.origin, l.key_id, l.size, l.root, l.checkpoint, l.placed, l.at,"
                        + " coalesce((select e.position + 1 from log_entry e where e.tenant = l.tenant"
                        + " and e.log = l.log and e.position is not null order by e.position desc limit 1), 0) as end_of"
                        + " from log l where l.tenant = :tenant and l.log = :log")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .map((row, context) -> new LogRow(
                        row.getString("origin"),
                        row.getString("key_id"),
                        row.getLong("size"),
                        digest(row, "root"),
                        Optional.ofNullable(row.getString("checkpoint")),
                        row.getLong("placed"),
                        row.getLong("end_of"),
                        time(row, "at")))
                .findOne();
    }

    List<KeptRow> kept(LogName log, long after, int max) {
        return handle.createQuery("select size, note from log_checkpoint where tenant = :tenant and log = :log"
                        + " and size > :after order by size limit :max")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("after", after)
                .bind("max", max)
                .map((row, context) -> new KeptRow(row.getLong("size"), row.getString("note")))
                .list();
    }

    List<Entry> placed(LogName log, long from, long to) {
        return handle.createQuery(ENTRY + " and position >= :from and position < :to order by position")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> entry(row))
                .list();
    }

    List<Entry> waiting(LogName log, long after, int max) {
        return handle.createQuery(ENTRY + " and position is null and id > :after order by id limit :max")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("after", after)
                .bind("max", max)
                .map((row, context) -> entry(row))
                .list();
    }

    List<HeadsRow> heads(long from, long to) {
        return handle.createQuery("select position, subjects, root from journal_heads where tenant = :tenant"
                        + " and position >= :from and position < :to order by position")
                .bind("tenant", tenant.value())
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> heads(row))
                .list();
    }

    Optional<HeadsRow> newestHeads() {
        return handle.createQuery("select position, subjects, root from journal_heads where tenant = :tenant"
                        + " and position < (select size from log where tenant = :tenant and log = 'journal')"
                        + " order by position desc limit 1")
                .bind("tenant", tenant.value())
                .map((row, context) -> heads(row))
                .findOne();
    }

    Counts counts(long end) {
        return handle.createQuery("""
                select (select count(*) from subject_entry where tenant = :tenant and position < :end) as places,
                    (select count(*) from journal_heads where tenant = :tenant and position < :end) as heads,
                    (select count(*) from audit_head h join log_entry e on e.tenant = h.tenant and e.log = 'journal'
                        and e.hash = h.leaf and e.position < :end where h.tenant = :tenant) as audit_heads,
                    (select count(*) from head_page p where p.tenant = :tenant and p.version < :end and not exists
                        (select 1 from journal_heads h where h.tenant = p.tenant and h.position = p.version)) as stray
                """)
                .bind("tenant", tenant.value())
                .bind("end", end)
                .map((row, context) -> new Counts(
                        row.getLong("places"), row.getLong("heads"), row.getLong("audit_heads"), row.getLong("stray")))
                .one();
    }

    void chains(Span span, long end, Consumer<Place> each) {
        handle.createQuery("select s.subject, s.n, s.position, e.body from subject_entry s left join log_entry e"
                        + " on e.tenant = s.tenant and e.log = 'journal' and e.position = s.position"
                        + " where s.tenant = :tenant and s.subject > :after and s.subject < :before"
                        + " and s.position < :end order by s.subject, s.n")
                .bind("tenant", tenant.value())
                .bind("after", span.after().toArray())
                .bind("before", span.before().toArray())
                .bind("end", end)
                .setFetchSize(FETCH)
                .map((row, context) -> new Place(
                        digest(row, "subject").orElseThrow(),
                        row.getLong("n"),
                        row.getLong("position"),
                        Optional.ofNullable(row.getBytes("body")).map(Bytes::owned)))
                .forEach(each);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long position = row.getLong("position");
        Optional<Long> place = row.wasNull() ? Optional.empty() : Optional.of(position);
        return new Entry(
                place,
                row.getLong("id"),
                digest(row, "hash").orElseThrow(),
                Bytes.owned(row.getBytes("body")),
                time(row, "queued_at"),
                digest(row, "about"));
    }

    private static HeadsRow heads(ResultSet row) throws SQLException {
        return new HeadsRow(
                row.getLong("position"),
                row.getLong("subjects"),
                digest(row, "root").orElseThrow());
    }

    private static Optional<Digest> digest(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(bytes -> new Digest(Bytes.owned(bytes)));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
