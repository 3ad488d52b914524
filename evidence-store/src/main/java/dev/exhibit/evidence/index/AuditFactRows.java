package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.fsck.StoredRows.AuditHeadRow;
import dev.exhibit.evidence.fsck.StoredRows.Seal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of audit chains, holds and retention as they are, within one transaction of one tenant. */
record AuditFactRows(Handle handle, TenantId tenant) {
    private static final String TIME = "YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"";

    Set<String> rooms() {
        return new TreeSet<>(handle.createQuery("select room from audit_chain where tenant = :tenant"
                        + " union select distinct room from audit_seal where tenant = :tenant"
                        + " union select distinct room from audit_head where tenant = :tenant")
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .list());
    }

    Optional<SubjectHead> chain(String room) {
        return of(room, "select count, head from audit_chain where tenant = :tenant and room = :room")
                .map((row, context) ->
                        new SubjectHead(row.getLong("count"), new Digest(Bytes.owned(row.getBytes("head")))))
                .findOne();
    }

    List<Seal> seals(String room, long after, int max) {
        return of(
                        room,
                        "select n, audit_id, hash from audit_seal where tenant = :tenant and room = :room"
                                + " and n > :after order by n limit :max")
                .bind("after", after)
                .bind("max", max)
                .map((row, context) -> new Seal(
                        row.getLong("n"), row.getLong("audit_id"), new Digest(Bytes.owned(row.getBytes("hash")))))
                .list();
    }

    Set<Long> sealed(String room, long after, long last) {
        return new HashSet<>(of(
                        room,
                        "select audit_id from audit_seal where tenant = :tenant and room = :room"
                                + " and audit_id > :after and audit_id <= :last")
                .bind("after", after)
                .bind("last", last)
                .mapTo(Long.class)
                .list());
    }

    List<AuditHeadRow> heads(String room, long after, int max) {
        return of(
                        room,
                        "select h.count, h.leaf, h.at, e.body from audit_head h left join log_entry e"
                                + " on e.tenant = h.tenant and e.log = 'journal' and e.hash = h.leaf"
                                + " where h.tenant = :tenant and h.room = :room and h.count > :after"
                                + " order by h.count limit :max")
                .bind("after", after)
                .bind("max", max)
                .map((row, context) -> new AuditHeadRow(
                        row.getLong("count"),
                        new Digest(Bytes.owned(row.getBytes("leaf"))),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getBytes("body")).map(Bytes::owned)))
                .list();
    }

    Set<Long> rebuilt(String room) {
        return new HashSet<>(of(
                        room,
                        "select substring(detail from '\"' || :room || '\":([0-9]+)')::bigint from audit"
                                + " where tenant = :tenant and action = 'index.rebuilt'"
                                + " and detail ~ ('\"' || :room || '\":[0-9]{1,18}[,}]')")
                .mapTo(Long.class)
                .list());
    }

    Optional<Instant> lastSealed(String room) {
        return of(
                        room,
                        "select at from audit_head h where tenant = :tenant and room = :room and exists (select 1"
                                + " from audit_seal s where s.tenant = h.tenant and s.room = h.room and s.n = h.count)"
                                + " order by count desc limit 1")
                .map((row, context) -> row.getObject("at", OffsetDateTime.class).toInstant())
                .findOne();
    }

    private Query of(String room, String sql) {
        return handle.createQuery(sql).bind("tenant", tenant.value()).bind("room", room);
    }

    SortedMap<String, SortedMap<String, String>> holds() {
        SortedMap<String, SortedMap<String, String>> holds = new TreeMap<>();
        handle.createQuery("select id::text, encode(subject, 'hex') as subject, reason, placed_by, released_by,"
                        + " to_char(placed_at at time zone 'UTC', :form) as placed_at,"
                        + " to_char(released_at at time zone 'UTC', :form) as released_at"
                        + " from hold where tenant = :tenant")
                .bind("tenant", tenant.value())
                .bind("form", TIME)
                .mapToMap()
                .forEach(row -> {
                    SortedMap<String, String> columns = new TreeMap<>();
                    row.forEach((column, value) -> {
                        if (value != null) {
                            columns.put(column, value.toString());
                        }
                    });
                    String id = String.valueOf(columns.remove("id"));
                    holds.put(id, columns);
                });
        return holds;
    }

    List<String> unkept() {
        List<String> found = new ArrayList<>();
        found.addAll(list("""
                select 'retention: the rules are ' || rules.now || ', the audit tells '
                    || coalesce(told.days, 'of none')
                from (select '{' || coalesce(string_agg('"' || class || '":' || keep_days, ',' order by class collate "C"),
                        '') || '}' as now from retention where tenant = :tenant) rules
                left join (select substring(detail from '"days":(\\{[^}]*\\})') as days from audit
                    where tenant = :tenant and action = 'retention.set' order by id desc limit 1) told on true
                where rules.now <> coalesce(told.days, '{}')
                """));
        found.addAll(list("""
                select 'removal of sha256:' || encode(r.digest, 'hex') || ': the audit tells of no such one after '
                    || r.keep_days || ' days'
                from removal r where r.tenant = :tenant and r.keep_days > 0 and not exists (select 1 from audit a
                    where a.tenant = r.tenant and a.action = 'blob.removed'
                    and a.target = 'sha256:' || encode(r.digest, 'hex')
                    and a.detail like '{"class":"' || r.class || '","days":' || r.keep_days || ',%')
                order by r.digest limit 1000
                """));
        return found;
    }

    private List<String> list(String sql) {
        return handle.createQuery(sql)
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .list();
    }
}
