package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.BlobRef;
import dev.exhibit.evidence.fsck.Facts;
import dev.exhibit.evidence.fsck.Span;
import dev.exhibit.evidence.fsck.StoredRows.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The rows about digests as they are, within one transaction of one tenant; one statement sees them at one moment. */
record FactRows(Handle handle, TenantId tenant) {
    private static final String ROWS = """
            with known (digest) as (
                select digest from (
                    (select digest from blob where tenant = :tenant
                        and digest > :after and digest < :before order by digest limit :max)
                    union (select digest from evidence where tenant = :tenant
                        and digest > :after and digest < :before order by digest limit :max)
                    union (select distinct evidence_digest from subject where tenant = :tenant
                        and evidence_digest > :after and evidence_digest < :before order by evidence_digest limit :max)
                    union (select distinct from_digest from link where tenant = :tenant
                        and from_digest > :after and from_digest < :before order by from_digest limit :max)
                    union (select distinct about from log_entry where tenant = :tenant
                        and about > :after and about < :before order by about limit :max)
                    union (select distinct digest from removal where tenant = :tenant
                        and digest > :after and digest < :before order by digest limit :max)
                ) every order by digest limit :max
            )
            select k.digest, b.tenant is not null as is_blob, b.size, b.manifest, b.version,
                b.stored_at as blob_at, b.stored_by as blob_by,
                e.tenant is not null as is_evidence, e.kind, e.media_type, e.predicate_type,
                e.stored_at as evidence_at, e.stored_by as evidence_by, e.correlation_id,
                array(select encode(s.artifact_digest, 'hex') from subject s
                    where s.tenant = :tenant and s.evidence_digest = k.digest) as subjects,
                array(select l.relation || ' ' || encode(l.to_digest, 'hex') from link l
                    where l.tenant = :tenant and l.from_digest = k.digest) as links,
                array(select t.body from log_entry t where t.tenant = :tenant and t.log = 'journal'
                    and t.about = k.digest order by t.position nulls last, t.id) as told,
                array(select r.class from removal r where r.tenant = :tenant and r.digest = k.digest
                    order by r.removed_at) as removal_class,
                array(select to_char(r.stored_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                    from removal r where r.tenant = :tenant and r.digest = k.digest order by r.removed_at) as removal_stored,
                array(select to_char(r.removed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                    from removal r where r.tenant = :tenant and r.digest = k.digest order by r.removed_at) as removal_at
            from known k
                left join blob b on b.tenant = :tenant and b.digest = k.digest
                left join evidence e on e.tenant = :tenant and e.digest = k.digest
            order by k.digest
            """;

    boolean isSmall(int most) {
        return handle.createQuery("select (select count(*) from (select 1 from blob where tenant = :tenant"
                        + " limit :most + 1) first_ones) <= :most and (select count(*) from (select 1 from subject_entry"
                        + " where tenant = :tenant limit :most + 1) first_ones) <= :most")
                .bind("tenant", tenant.value())
                .bind("most", most)
                .mapTo(Boolean.class)
                .one();
    }

    List<Row> rows(Span span, int max) {
        return handle.createQuery(ROWS)
                .bind("tenant", tenant.value())
                .bind("after", span.after().toArray())
                .bind("before", span.before().toArray())
                .bind("max", max)
                .map((row, context) -> row(row))
                .list();
    }

    Map<Digest, Long> sizes(Collection<Digest> blobs) {
        Map<Digest, Long> sizes = new TreeMap<>();
        handle.createQuery("select digest, size from blob where tenant = :tenant and digest = any(:digests)")
                .bind("tenant", tenant.value())
                .bind(
                        "digests",
                        blobs.stream().map(one -> one.bytes().toArray()).toArray(byte[][]::new))
                .map((row, context) -> Map.entry(digest(row, "digest"), row.getLong("size")))
                .forEach(one -> sizes.put(one.getKey(), one.getValue()));
        return sizes;
    }

    Map<Digest, String> dangling(Span span) {
        Map<Digest, String> found = new TreeMap<>();
        handle.createQuery("select l.from_digest, l.relation, l.to_digest from link l where l.tenant = :tenant"
                        + " and l.from_digest > :after and l.from_digest < :before"
                        + " and exists (select 1 from removal r where r.tenant = l.tenant and r.digest = l.to_digest)"
                        + " and not exists (select 1 from blob b where b.tenant = l.tenant and b.digest = l.to_digest)")
                .bind("tenant", tenant.value())
                .bind("after", span.after().toArray())
                .bind("before", span.before().toArray())
                .map((row, context) -> Map.entry(
                        digest(row, "from_digest"),
                        "its link " + row.getString("relation") + " leads to " + digest(row, "to_digest")
                                + ", which was removed"))
                .forEach(one -> found.put(one.getKey(), one.getValue()));
        return found;
    }

    private static Row row(ResultSet row) throws SQLException {
        Digest digest = digest(row, "digest");
        SortedMap<String, String> blob = new TreeMap<>();
        Optional<BlobRef> known = Optional.empty();
        if (row.getBoolean("is_blob")) {
            Optional<Digest> manifest =
                    Optional.ofNullable(row.getBytes("manifest")).map(bytes -> new Digest(Bytes.owned(bytes)));
            blob.put("size", Long.toString(row.getLong("size")));
            manifest.ifPresent(id -> blob.put("manifest", id.hex()));
            blob.put("stored_at", time(row, "blob_at"));
            blob.put("stored_by", row.getString("blob_by"));
            known = Optional.of(new BlobRef(digest, row.getLong("size"), manifest, row.getString("version")));
        }
        Facts rows = new Facts(blob, evidence(row), texts(row, "subjects"), texts(row, "links"), removals(row));
        return new Row(digest, rows, known, bodies(row));
    }

    private static SortedMap<String, String> evidence(ResultSet row) throws SQLException {
        SortedMap<String, String> evidence = new TreeMap<>();
        if (row.getBoolean("is_evidence")) {
            evidence.put("kind", row.getString("kind"));
            evidence.put("media_type", row.getString("media_type"));
            String predicate = row.getString("predicate_type");
            if (predicate != null) {
                evidence.put("predicate_type", predicate);
            }
            evidence.put("stored_at", time(row, "evidence_at"));
            evidence.put("stored_by", row.getString("evidence_by"));
            evidence.put("correlation_id", row.getString("correlation_id"));
        }
        return evidence;
    }

    private static List<SortedMap<String, String>> removals(ResultSet row) throws SQLException {
        String[] classes = (String[]) row.getArray("removal_class").getArray();
        String[] stored = (String[]) row.getArray("removal_stored").getArray();
        String[] removed = (String[]) row.getArray("removal_at").getArray();
        List<SortedMap<String, String>> removals = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            SortedMap<String, String> one = new TreeMap<>();
            one.put("class", classes[i]);
            one.put("stored_at", Instant.parse(stored[i]).toString());
            one.put("removed_at", Instant.parse(removed[i]).toString());
            removals.add(one);
        }
        return removals;
    }

    private static SortedSet<String> texts(ResultSet row, String column) throws SQLException {
        return new TreeSet<>(List.of((String[]) row.getArray(column).getArray()));
    }

    private static List<Bytes> bodies(ResultSet row) throws SQLException {
        return Arrays.stream((byte[][]) row.getArray("told").getArray())
                .map(Bytes::owned)
                .toList();
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant().toString();
    }

    private static Digest digest(ResultSet row, String column) throws SQLException {
        return new Digest(Bytes.owned(row.getBytes(column)));
    }
}
