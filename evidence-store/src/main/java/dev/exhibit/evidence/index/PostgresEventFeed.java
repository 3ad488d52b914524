package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.event.CloudEvent;
import dev.exhibit.evidence.event.EventFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;

/** {@link EventFeed} over the journal's placed entries and the table {@code delivery}. */
public final class PostgresEventFeed implements EventFeed {
    private final Database database;

    public PostgresEventFeed(Database database) {
        this.database = database;
    }

    @Override
    public OptionalLong lease(TenantId tenant, String sink, Instant now, Duration time) {
        return database.inTenant(tenant, handle -> {
            handle.execute(
                    "insert into delivery (tenant, sink, next, leased_until) values (?, ?, 0, ?)"
                            + " on conflict do nothing",
                    tenant.value(),
                    sink,
                    now.atOffset(ZoneOffset.UTC));
            return handle.createQuery("update delivery set leased_until = :until"
                            + " where sink = :sink and leased_until <= :now returning next")
                    .bind("until", now.plus(time).atOffset(ZoneOffset.UTC))
                    .bind("sink", sink)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .mapTo(Long.class)
                    .findOne()
                    .map(OptionalLong::of)
                    .orElseGet(OptionalLong::empty);
        });
    }

    @Override
    public List<CloudEvent> from(TenantId tenant, long position, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select e.position, e.hash, e.body, l.origin from log_entry e"
                                + " join log l on l.tenant = e.tenant and l.log = e.log"
                                + " where e.log = 'journal' and e.position >= :from and e.position < l.size"
                                + " order by e.position limit :max")
                        .bind("from", position)
                        .bind("max", max)
                        .map((row, context) -> CloudEvent.of(
                                row.getLong("position"),
                                new Digest(Bytes.owned(row.getBytes("hash"))),
                                row.getString("origin"),
                                Bytes.owned(row.getBytes("body"))))
                        .list());
    }

    @Override
    public void release(TenantId tenant, String sink, Instant now) {
        database.inTenant(
                tenant,
                handle -> handle.execute(
                        "update delivery set leased_until = ? where sink = ?", now.atOffset(ZoneOffset.UTC), sink));
    }

    @Override
    public void delivered(TenantId tenant, String sink, long next, Instant until) {
        database.inTenant(
                tenant,
                handle -> handle.execute(
                        "update delivery set next = ?, leased_until = ? where sink = ? and next < ?",
                        next,
                        until.atOffset(ZoneOffset.UTC),
                        sink,
                        next));
    }
}
