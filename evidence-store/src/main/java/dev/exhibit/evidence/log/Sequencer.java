package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a log grow by what waits. Whatever dies or fails in between, the next run goes on from the places that were given;
 * several processes may run at once by mistake: they write the same bytes, and one of them commits. Thread-safe.
 */
public final class Sequencer {
    /** How many entries get their places, and are committed to, at once. */
    public static final int BATCH = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

    private final LogIndex index;
    private final ObjectStore objects;
    private final LogKeys keys;
    private final InstantSource clock;
    /** Logs whose last checkpoint may be committed and not yet published. */
    private final Set<Unpublished> unpublished = ConcurrentHashMap.newKeySet();

    private record Unpublished(TenantId tenant, LogName log) {}

    public Sequencer(LogIndex index, ObjectStore objects, LogKeys keys, InstantSource clock) {
        this.index = index;
        this.objects = objects;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Grows a log by one batch.
     *
     * @return by how many entries its checkpoint grew; 0 where nothing waits or another process was first
     * @throws ProblemException {@code integrity} where files do not have what the log has committed to; nothing is
     *     committed then
     */
    public long run(TenantId tenant, LogName log) {
        return grow(tenant, log, List.of())
                .map(grown -> (long) grown.entries().size())
                .orElse(0L);
    }

    /**
     * Grows a log by one batch, in which are those of these entries that it does not have yet, unless another batch goes first.
     *
     * @return nothing where nothing waits or another process was first
     * @throws ProblemException as {@link #run}
     */
    Optional<Grown> grow(TenantId tenant, LogName log, List<Bytes> fresh) {
        // 1. Places, durable before anything is written that depends on them.
        Optional<LogState> known = index.find(tenant, log);
        if (known.isEmpty()) {
            return notYet(log, fresh);
        }
        LogState state = placed(tenant, log, known.get(), fresh);
        long before = state.size();
        long size = Math.min(state.placed(), before + 4L * (BATCH + 1));
        if (size == before) {
            publish(tenant, log, state);
            return Optional.empty();
        }
        // 2. Files, the same whoever writes them, on top of those that lead to what was signed last.
        TileReader old = new TileReader(objects, tenant, log, before);
        if (!old.root(before).equals(state.root())) {
            throw damaged(log, "files do not lead to the last checkpoint's root");
        }
        List<Placed> entries = entries(tenant, log, before / Tile.WIDTH * Tile.WIDTH, size);
        Map<String, Digest> files = new TileWriter(objects, tenant, log).grow(before, size, old, entries);
        // 3. What will be served is read again and hashed: it continues what was signed, and holds these entries.
        TileReader served = new TileReader(objects, tenant, log, size);
        Digest root = readAgain(served, log, state);
        // 4. The checkpoint, over the last one and no other.
        Checkpoint checkpoint = keys.checkpoint(state, size, root);
        Unpublished late = new Unpublished(tenant, log);
        unpublished.add(late);
        if (!index.commit(tenant, log, before, checkpoint, files)) {
            unpublished.remove(late);
            return Optional.empty();
        }
        // 5. For readers of files, and for whoever loses the database.
        new PublishCheckpoint(index, objects, tenant, log).publish(checkpoint);
        unpublished.remove(late);
        clean(tenant, log, before, size);
        return Optional.of(new Grown(checkpoint, before, entries, served));
    }

    /** What could not be published does not wait for the next entry, which may come days later. */
    private void publish(TenantId tenant, LogName log, LogState state) {
        Unpublished late = new Unpublished(tenant, log);
        if (unpublished.contains(late)) {
            state.checkpoint().ifPresent(new PublishCheckpoint(index, objects, tenant, log)::publish);
            unpublished.remove(late);
        }
    }

    /** A tenant may be seen before its logs are made. */
    private static Optional<Grown> notYet(LogName log, List<Bytes> fresh) {
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        throw new ProblemException(ProblemCode.UNAVAILABLE, "the " + log.wire() + " log is being made");
    }

    /** A checkpoint ends where a batch ends: what has places already goes first. */
    private LogState placed(TenantId tenant, LogName log, LogState known, List<Bytes> fresh) {
        return known.placed() > known.size() ? known : index.append(tenant, log, fresh, BATCH, clock.instant());
    }

    /** Files are for ever, so nothing is written of rows that are not as they were queued. */
    private List<Placed> entries(TenantId tenant, LogName log, long from, long to) {
        List<Placed> entries = index.entries(tenant, log, from, to);
        for (int i = 0; i < entries.size(); i++) {
            Placed entry = entries.get(i);
            if (entry.position() != from + i || !MerkleTree.leaf(entry.body()).equals(entry.leaf())) {
                throw damaged(log, "row " + (from + i) + " of the database has been changed");
            }
        }
        if (entries.size() != to - from) {
            throw damaged(log, "rows are missing in the database");
        }
        return entries;
    }

    private static Digest readAgain(TileReader served, LogName log, LogState state) {
        long size = served.size();
        long before = state.size();
        for (long bundle = before / Tile.WIDTH; bundle * Tile.WIDTH < size; bundle++) {
            List<Digest> leaves =
                    served.entries(bundle).stream().map(MerkleTree::leaf).toList();
            if (!leaves.equals(served.hashes(0, bundle))) {
                throw damaged(log, "entries of bundle " + bundle + " and their hashes differ");
            }
        }
        if (!served.root(before).equals(state.root())) {
            throw damaged(log, "files that were written do not continue the last checkpoint");
        }
        return requireWhole(served, log, before, size);
    }

    /** Every hash that levels above gained is that of the tile below. */
    private static Digest requireWhole(TileReader served, LogName log, long before, long size) {
        for (int level = 1; size >> (Tile.HEIGHT * level) > 0; level++) {
            long last = size >> (Tile.HEIGHT * level);
            for (long node = before >> (Tile.HEIGHT * level); node < last; node++) {
                Digest above = served.hashes(level, node / Tile.WIDTH).get((int) (node % Tile.WIDTH));
                if (!TileReader.inner(served.hashes(level - 1, node), Tile.HEIGHT, 0)
                        .equals(above)) {
                    throw damaged(log, "tiles of level " + level + " differ from those below");
                }
            }
        }
        return served.root(size);
    }

    /** Removes the beginnings of tiles that are full now; readers take the full ones. */
    private void clean(TenantId tenant, LogName log, long before, long size) {
        try {
            new Superseded(index, objects, tenant, log).clean(before, size);
        } catch (ProblemException left) {
            LOG.atInfo()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("log", log.wire())
                    .log("superseded tiles stay: {}", left.getMessage());
        }
    }

    static Bytes checkpointBytes(Checkpoint checkpoint) {
        return Bytes.utf8(checkpoint.note());
    }

    private static ProblemException damaged(LogName log, String what) {
        return new ProblemException(ProblemCode.INTEGRITY, "the " + log.wire() + " log is damaged: " + what);
    }
}
