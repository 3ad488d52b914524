package dev.exhibit.evidence.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.journal.ActEvents;
import dev.exhibit.evidence.retain.KeepEvents;
import dev.exhibit.evidence.retain.Removals;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** {@link Removals} over the functions of V5, which alone may delete. */
public final class PostgresRemovals implements Removals {
    private final Database database;

    public PostgresRemovals(Database database) {
        this.database = database;
    }

    @Override
    public Map<String, Integer> rules(TenantId tenant) {
        return database.inTenant(tenant, PostgresRemovals::rules);
    }

    @Override
    public void setRules(Call call, Map<String, Integer> days, Instant at) {
        Instant kept = at.truncatedTo(ChronoUnit.MICROS);
        database.inTenant(call.tenant(), handle -> {
            Keeping.lock(handle, call.tenant());
            if (rules(handle).equals(days)) {
                return false;
            }
            handle.execute("delete from retention");
            days.forEach((kind, many) -> handle.execute(
                    "insert into retention (tenant, class, keep_days) values (?, ?, ?)",
                    call.tenant().value(),
                    kind,
                    many));
            Keeping.remember(handle, KeepEvents.rules(call, days), kept, List.of());
            return true;
        });
    }

    @Override
    public List<Digest> expired(TenantId tenant, Instant now, Digest after, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select b.digest from blob b"
                                + " left join evidence e on e.tenant = b.tenant and e.digest = b.digest"
                                + " join retention r on r.tenant = b.tenant and r.class = coalesce(e.kind, 'blob')"
                                + " where b.digest > :after and coalesce(e.stored_at, b.stored_at)"
                                + " + make_interval(days => r.keep_days) <= :now order by b.digest limit :max")
                        .bind("after", after.bytes().toArray())
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("max", max)
                        .map((row, context) -> new Digest(Bytes.owned(row.getBytes(1))))
                        .list());
    }

    @Override
    public Optional<String> remove(Call call, Digest digest, Instant now) {
        Instant kept = now.truncatedTo(ChronoUnit.MICROS);
        return database.inTenant(call.tenant(), handle -> {
            List<Digest> subjects = subjects(handle, digest);
            Optional<String> kind = handle.createQuery("select remove_expired(:digest, :now)")
                    .bind("digest", digest.bytes().toArray())
                    .bind("now", kept.atOffset(ZoneOffset.UTC))
                    .mapTo(String.class)
                    .findOne();
            kind.ifPresent(removed -> {
                Instant at = removedAt(handle, digest);
                Keeping.remember(
                        handle,
                        audit(handle, call, digest, removed),
                        at,
                        new ActEvents(call, at).removed(digest, subjects));
            });
            return kind;
        });
    }

    /** The database's clock goes before ours where ours is ahead. */
    private static Instant removedAt(Handle handle, Digest digest) {
        return handle.createQuery("select max(removed_at) from removal where digest = :digest")
                .bind("digest", digest.bytes().toArray())
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    private static List<Digest> subjects(Handle handle, Digest digest) {
        return handle.createQuery("select artifact_digest from subject where evidence_digest = :digest"
                        + " order by artifact_digest")
                .bind("digest", digest.bytes().toArray())
                .map((row, context) -> new Digest(Bytes.owned(row.getBytes(1))))
                .list();
    }

    private static AuditEvent audit(Handle handle, Call call, Digest digest, String kind) {
        return handle.createQuery("select keep_days, stored_at from removal where digest = :digest"
                        + " order by removed_at desc limit 1")
                .bind("digest", digest.bytes().toArray())
                .map((row, context) -> KeepEvents.removed(
                        call,
                        digest,
                        kind,
                        row.getObject("stored_at", OffsetDateTime.class).toInstant(),
                        row.getInt("keep_days")))
                .one();
    }

    @Override
    public List<Digest> unfinished(TenantId tenant, Digest after, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select distinct digest from removal where gone_at is null"
                                + " and digest > :after order by digest limit :max")
                        .bind("after", after.bytes().toArray())
                        .bind("max", max)
                        .map((row, context) -> new Digest(Bytes.owned(row.getBytes(1))))
                        .list());
    }

    @Override
    public void gone(TenantId tenant, Digest digest, Instant now) {
        database.inTenant(
                tenant,
                handle -> handle.execute(
                        "update removal set gone_at = ? where digest = ? and gone_at is null",
                        now.atOffset(ZoneOffset.UTC),
                        digest.bytes().toArray()));
    }

    private static Map<String, Integer> rules(Handle handle) {
        Map<String, Integer> rules = new TreeMap<>();
        handle.createQuery("select class, keep_days from retention")
                .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                .forEach(rule -> rules.put(rule.getKey(), rule.getValue()));
        return rules;
    }
}
