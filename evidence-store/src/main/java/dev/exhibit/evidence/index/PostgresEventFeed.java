package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.event.CloudEvent;
import dev.exhibit.evidence.event.EventFeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@link EventFeed} over the journal's placed entries and the table {@code delivery}, whose leases run by the database's clock. */
public final class PostgresEventFeed implements EventFeed {
    private final Database database;

    public PostgresEventFeed(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Lease> lease(TenantId tenant, String sink, Duration time) {
        return database.inTenant(tenant, handle -> {
            handle.execute(
                    "insert into delivery (tenant, sink, next, leased_until) values (?, ?, 0, clock_timestamp())"
                            + " on conflict do nothing",
                    tenant.value(),
                    sink);
            return handle.createQuery("update delivery set leased_by = gen_random_uuid(),"
                            + " leased_until = clock_timestamp() + make_interval(secs => :seconds)"
                            + " where sink = :sink and leased_until <= clock_timestamp() returning leased_by, next")
                    .bind("seconds", seconds(time))
                    .bind("sink", sink)
                    .map((row, context) -> new Lease(row.getObject("leased_by", UUID.class), row.getLong("next")))
                    .findOne();
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
    public void release(TenantId tenant, String sink, Lease lease) {
        database.inTenant(
                tenant,
                handle -> handle.execute(
                        "update delivery set leased_until = clock_timestamp(), leased_by = null"
                                + " where sink = ? and leased_by = ?",
                        sink,
                        lease.id()));
    }

    /** What was delivered was, whoever did it; only the lease is its owner's. */
    @Override
    public boolean delivered(TenantId tenant, String sink, Lease lease, long next, Duration time) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("update delivery set next = greatest(next, :next),"
                                + " leased_until = case when leased_by = :id"
                                + " then clock_timestamp() + make_interval(secs => :seconds) else leased_until end"
                                + " where sink = :sink returning coalesce(leased_by = :id, false)")
                        .bind("next", next)
                        .bind("id", lease.id())
                        .bind("seconds", seconds(time))
                        .bind("sink", sink)
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElse(false));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
