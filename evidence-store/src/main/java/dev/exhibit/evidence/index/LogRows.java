package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogIndex.Placed;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements about logs, within one transaction of one tenant. */
record LogRows(Handle handle, TenantId tenant) {
    private static final String STATE =
            "select origin, key_id, made_at, checkpoint, placed, at from log where log = :log";

    /**
     * Queues an entry, durable with the transaction; one that is there already stays as it is.
     *
     * @return its leaf hash, by which it can be asked for
     */
    Digest queue(LogName log, Bytes body, Instant at) {
        queue(log, List.of(body), at);
        return MerkleTree.leaf(body);
    }

    /** Queues entries; those that are there already stay as they are. */
    void queue(LogName log, List<Bytes> bodies, Instant at) {
        if (bodies.isEmpty()) {
            return;
        }
        bodies.forEach(LogRows::requireShort);
        PreparedBatch batch = handle.prepareBatch("insert into log_entry (tenant, log, hash, body, queued_at)"
                + " values (:tenant, :log, :hash, :body, :at) on conflict do nothing");
        bodies.forEach(body -> batch.bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("hash", MerkleTree.leaf(body).bytes().toArray())
                .bind("body", body.toArray())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .add());
        batch.execute();
    }

    /** The first checkpoint that covers a place. */
    Optional<Checkpoint> covering(LogName log, long position) {
        return handle.createQuery("select note from log_checkpoint where tenant = :tenant and log = :log"
                        + " and size > :position order by size limit 1")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("position", position)
                .map((row, context) -> Checkpoint.parse(row.getString("note")))
                .findOne();
    }

    void keep(LogName log, Checkpoint checkpoint) {
        handle.createUpdate("insert into log_checkpoint (tenant, log, size, note) values (:tenant, :log, :size, :note)")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("size", checkpoint.size())
                .bind("note", checkpoint.note())
                .execute();
    }

    void create(LogName log, String origin, KeyId key, Instant now) {
        handle.createUpdate("insert into log (tenant, log, origin, key_id, made_at, size, placed, at)"
                        + " values (:tenant, :log, :origin, :key, :at, 0, 0, :at) on conflict do nothing")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("origin", origin)
                .bind("key", key.hex())
                .bind("at", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    Optional<LogState> state(LogName log) {
        return handle.createQuery(STATE)
                .bind("log", log.wire())
                .map((row, context) -> state(row))
                .findOne();
    }

    /** The state, which nobody else changes until the transaction ends. */
    LogState lock(LogName log) {
        return handle.createQuery(STATE + " for update")
                .bind("log", log.wire())
                .map((row, context) -> state(row))
                .one();
    }

    /**
     * Gives places from {@code first} on. Rows are joined by where they lie: by their hash, PostgreSQL compares each with each
     * as long as it has no statistics of the table. Nobody else moves them, because the log is locked.
     */
    List<Placed> place(LogName log, long first, int max) {
        return handle.createQuery("with waiting as (select place, row_number() over (order by id) - 1 as turn,"
                        + " sum(length) over (order by id) - length as before from"
                        + " (select ctid as place, id, octet_length(body) as length from log_entry"
                        + " where tenant = :tenant and log = :log and position is null"
                        + " order by id limit :max) next),"
                        + " given as (update log_entry e set position = :first + w.turn from waiting w"
                        + " where e.ctid = w.place and w.before < :bytes"
                        + " returning e.position, e.hash, e.body)"
                        + " select position, hash, body from given order by position")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("first", first)
                .bind("max", max)
                .bind("bytes", LogIndex.BATCH_BYTES)
                .map((row, context) -> placed(row))
                .list();
    }

    /** Adds an entry with its place. */
    void append(LogName log, Bytes body, long position, Instant at) {
        requireShort(body);
        handle.createUpdate("insert into log_entry (tenant, log, hash, body, queued_at, position)"
                        + " values (:tenant, :log, :hash, :body, :at, :position)")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("hash", MerkleTree.leaf(body).bytes().toArray())
                .bind("body", body.toArray())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("position", position)
                .execute();
    }

    void advance(LogName log, long placed, Instant at) {
        handle.createUpdate("update log set placed = :placed, at = :at where log = :log")
                .bind("placed", placed)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("log", log.wire())
                .execute();
    }

    List<Placed> entries(LogName log, long from, long to) {
        return handle.createQuery("select position, hash, body from log_entry where tenant = :tenant and log = :log"
                        + " and position >= :from and position < :to order by position")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> placed(row))
                .list();
    }

    Optional<Placed> byLeaf(LogName log, Digest leaf) {
        return handle.createQuery("select position, hash, body from log_entry where tenant = :tenant and log = :log"
                        + " and hash = :hash and position is not null")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("hash", leaf.bytes().toArray())
                .map((row, context) -> placed(row))
                .findOne();
    }

    boolean commit(LogName log, long over, Checkpoint checkpoint) {
        return handle.createUpdate("update log set size = :size, root = :root, checkpoint = :note"
                                + " where log = :log and size = :over and placed >= :size")
                        .bind("size", checkpoint.size())
                        .bind("root", checkpoint.root().bytes().toArray())
                        .bind("note", checkpoint.note())
                        .bind("log", log.wire())
                        .bind("over", over)
                        .execute()
                == 1;
    }

    Optional<Instant> waitingSince(LogName log) {
        return handle.createQuery("select min(queued_at) from ("
                        + "(select queued_at from log_entry where tenant = :tenant and log = :log and position is null"
                        + " order by id limit 1) union all"
                        + " (select queued_at from log_entry where tenant = :tenant and log = :log and position >="
                        + " (select size from log where tenant = :tenant and log = :log) order by position limit 1)) w")
                .bind("tenant", tenant.value())
                .bind("log", log.wire())
                .map((row, context) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .one();
    }

    void addFiles(LogName log, Map<String, Digest> files) {
        PreparedBatch batch = handle.prepareBatch("insert into log_tile (tenant, log, path, digest)"
                + " values (:tenant, :log, :path, :digest) on conflict do nothing");
        files.forEach((path, digest) -> batch.bind("tenant", tenant.value())
                .bind("log", log.wire())
                .bind("path", path)
                .bind("digest", digest.bytes().toArray())
                .add());
        batch.execute();
    }

    Optional<Digest> file(LogName log, String path) {
        return handle.createQuery("select digest from log_tile where log = :log and path = :path")
                .bind("log", log.wire())
                .bind("path", path)
                .map((row, context) -> digest(row, "digest"))
                .findOne();
    }

    Map<String, Digest> files(LogName log) {
        Map<String, Digest> files = new HashMap<>();
        handle.createQuery("select path, digest from log_tile where log = :log")
                .bind("log", log.wire())
                .map((row, context) -> Map.entry(row.getString("path"), digest(row, "digest")))
                .forEach(file -> files.put(file.getKey(), file.getValue()));
        return files;
    }

    int forget(LogName log, List<String> paths) {
        return handle.createUpdate("delete from log_tile where log = :log and path = any(:paths)")
                .bind("log", log.wire())
                .bindArray("paths", String.class, paths)
                .execute();
    }

    private static void requireShort(Bytes body) {
        if (body.size() > EntryBundle.MAX_ENTRY) {
            throw new IllegalArgumentException("an entry has at most " + EntryBundle.MAX_ENTRY + " bytes");
        }
    }

    private static LogState state(ResultSet row) throws SQLException {
        return new LogState(
                row.getString("origin"),
                KeyId.parse(row.getString("key_id")),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("checkpoint")).map(Checkpoint::parse),
                row.getLong("placed"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    private static Placed placed(ResultSet row) throws SQLException {
        return new Placed(row.getLong("position"), digest(row, "hash"), Bytes.owned(row.getBytes("body")));
    }

    private static Digest digest(ResultSet row, String column) throws SQLException {
        return new Digest(Bytes.owned(row.getBytes(column)));
    }
}
