package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@link LogIndex} in the tables of V2. */
public final class PostgresLogIndex implements LogIndex {
    private final Database database;
    private final Map<LogName, BatchEnd> ends;

    /** @param ends what is done at the end of each batch, where anything is */
    public PostgresLogIndex(Database database, Map<LogName, BatchEnd> ends) {
        this.database = database;
        this.ends = Map.copyOf(ends);
    }

    @Override
    public LogState open(TenantId tenant, LogName log, String origin, KeyId key, Instant now) {
        return database.inTenant(tenant, handle -> {
            LogRows rows = new LogRows(handle, tenant);
            rows.create(log, origin, key, now.truncatedTo(ChronoUnit.MICROS));
            return rows.state(log).orElseThrow();
        });
    }

    @Override
    public Optional<LogState> find(TenantId tenant, LogName log) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).state(log));
    }

    @Override
    public Digest queue(TenantId tenant, LogName log, Bytes body, Instant at) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).queue(log, body, at));
    }

    @Override
    public LogState append(TenantId tenant, LogName log, List<Bytes> fresh, int max, Instant now) {
        return database.inTenant(tenant, handle -> place(handle, tenant, log, fresh, max, now));
    }

    private LogState place(Handle handle, TenantId tenant, LogName log, List<Bytes> fresh, int max, Instant now) {
        LogRows rows = new LogRows(handle, tenant);
        // 1. One batch of a log at a time.
        LogState before = rows.lock(log);
        Instant at = now.isBefore(before.at()) ? before.at() : now.truncatedTo(ChronoUnit.MICROS);
        rows.queue(log, fresh, at);
        // 2. The places of what waits.
        List<Placed> batch = rows.place(log, before.placed(), max);
        if (batch.isEmpty()) {
            return before;
        }
        // 3. The end of the batch.
        long placed = before.placed() + batch.size();
        Optional<Bytes> last = Optional.ofNullable(ends.get(log)).flatMap(end -> end.close(handle, tenant, batch, at));
        last.ifPresent(body -> rows.append(log, body, placed, at));
        // 4. How far the log is now.
        rows.advance(log, placed + (last.isPresent() ? 1 : 0), at);
        return rows.state(log).orElseThrow();
    }

    @Override
    public List<Placed> entries(TenantId tenant, LogName log, long from, long to) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).entries(log, from, to));
    }

    @Override
    public Optional<Placed> byLeaf(TenantId tenant, LogName log, Digest leaf) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).byLeaf(log, leaf));
    }

    @Override
    public boolean commit(TenantId tenant, LogName log, long over, Checkpoint checkpoint, Map<String, Digest> files) {
        return database.inTenant(tenant, handle -> {
            LogRows rows = new LogRows(handle, tenant);
            boolean committed = rows.commit(log, over, checkpoint);
            if (committed) {
                rows.addFiles(log, files);
                if (log == LogName.SIGNATURE) {
                    rows.keep(log, checkpoint);
                }
            }
            return committed;
        });
    }

    @Override
    public Optional<Checkpoint> covering(TenantId tenant, LogName log, long position) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).covering(log, position));
    }

    @Override
    public Optional<Instant> waitingSince(TenantId tenant, LogName log) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).waitingSince(log));
    }

    @Override
    public Optional<Digest> file(TenantId tenant, LogName log, String path) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).file(log, path));
    }

    @Override
    public Map<String, Digest> files(TenantId tenant, LogName log) {
        return database.inTenant(tenant, handle -> new LogRows(handle, tenant).files(log));
    }

    @Override
    public void forget(TenantId tenant, LogName log, List<String> paths) {
        database.inTenant(tenant, handle -> new LogRows(handle, tenant).forget(log, paths));
    }
}
