package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says which entry stands where. Contract, which {@code LogIndexContract} tests:
 *
 * <ul>
 *   <li><b>Once.</b> An entry is in a log once, under its leaf hash, however often it is queued.
 *   <li><b>For ever.</b> A place that was given stays. Places have no gaps.
 *   <li><b>One history.</b> A checkpoint is committed only over the one before; of two that try, one wins.
 *   <li><b>Durable</b> and seen by every process when a method returns; applied whole or not at all when it throws.
 *   <li><b>Thread-safe.</b> Every method may throw {@code unavailable}.
 * </ul>
 */
public interface LogIndex {
    /** A batch is full when its entries have so many bytes together; the entry that reaches it is in. */
    long BATCH_BYTES = 8L * 1024 * 1024;

    /**
     * An entry with its place.
     *
     * @param leaf its RFC 6962 hash
     */
    record Placed(long position, Digest leaf, Bytes body) {}

    /** The log; made with this origin and key if the tenant has none yet. */
    LogState open(TenantId tenant, LogName log, String origin, KeyId key, Instant now);

    /** The log, if the tenant has it. */
    Optional<LogState> find(TenantId tenant, LogName log);

    /** Queues an entry of at most 65,535 bytes. @return its leaf hash */
    Digest queue(TenantId tenant, LogName log, Bytes body, Instant at);

    /**
     * Gives waiting entries their places, in the order in which they were queued, and what ends such a batch its own place
     * after them.
     *
     * @param max how many at most, the end of the batch not counted; fewer where {@link #BATCH_BYTES} are reached
     * @param now the log's time becomes this, unless it is later already
     * @return the log as it is now
     */
    default LogState place(TenantId tenant, LogName log, int max, Instant now) {
        return append(tenant, log, List.of(), max, now);
    }

    /** The same, after these entries were queued as well: those that the log has already stay where they are. */
    LogState append(TenantId tenant, LogName log, List<Bytes> fresh, int max, Instant now);

    /** The entries with places from {@code from} to before {@code to}, in their order; all of them, unless rows got lost. */
    List<Placed> entries(TenantId tenant, LogName log, long from, long to);

    /** The entry with this leaf hash, if it has a place. */
    Optional<Placed> byLeaf(TenantId tenant, LogName log, Digest leaf);

    /**
     * Makes a checkpoint the log's last one, if the log still has {@code over} entries in the one before. Those of the
     * signature log are kept.
     *
     * @param files the SHA-256 of each file that was written for it, by its path
     * @return whether it was
     */
    boolean commit(TenantId tenant, LogName log, long over, Checkpoint checkpoint, Map<String, Digest> files);

    /** The first checkpoint that covers this place; of the signature log, where each is kept. */
    Optional<Checkpoint> covering(TenantId tenant, LogName log, long position);

    /** When the oldest entry was queued that no checkpoint covers yet. */
    Optional<Instant> waitingSince(TenantId tenant, LogName log);

    /** What the bytes of a file of the log must have, if it was written. */
    Optional<Digest> file(TenantId tenant, LogName log, String path);

    /** What the bytes of all files of the log must have, by their paths. */
    Map<String, Digest> files(TenantId tenant, LogName log);

    /** Forgets files that are superseded. */
    void forget(TenantId tenant, LogName log, List<String> paths);
}
