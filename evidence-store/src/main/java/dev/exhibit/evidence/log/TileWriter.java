package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the files by which a log grows from one size to another. Places are given before, so the same growth always
 * writes the same bytes, whoever does it and however often.
 */
final class TileWriter {
    private final ObjectStore objects;
    private final TenantId tenant;
    private final LogName log;
    private final Map<String, Digest> written = new TreeMap<>();

    TileWriter(ObjectStore objects, TenantId tenant, LogName log) {
        this.objects = objects;
        this.tenant = tenant;
        this.log = log;
    }

    /**
     * Writes what a tree of {@code size} leaves has and one of {@code before} has not.
     *
     * @param old the files of the tree of {@code before}, known to lead to its root
     * @param entries from the first of the bundle that {@code before} ends in, to the last
     * @return the SHA-256 of each file, by its path
     */
    Map<String, Digest> grow(long before, long size, TileReader old, List<Placed> entries) {
        // 1. Entries.
        long first = entries.getFirst().position();
        for (long index = first / Tile.WIDTH; index * Tile.WIDTH < size; index++) {
            write(tile(Tile.ENTRIES, index, size), bundle(part(entries, first, index)));
        }
        // 2. Hashes, level by level: the root of a full tile is a hash of the level above.
        Row row = new Row(0, before, size, entries.stream().map(Placed::leaf).toList());
        while (row.grows()) {
            write(row, size);
            row = above(row, old);
        }
        return Map.copyOf(written);
    }

    /**
     * What is new on one level.
     *
     * @param before how many hashes it had
     * @param after how many it has
     * @param hashes from the first of the tile that {@code before} ends in, to the last
     */
    private record Row(int level, long before, long after, List<Digest> hashes) {
        boolean grows() {
            return after > before;
        }

        /** The place of the first of the hashes. */
        long first() {
            return before / Tile.WIDTH * Tile.WIDTH;
        }
    }

    private void write(Row row, long size) {
        for (long index = row.first() / Tile.WIDTH; index * Tile.WIDTH < row.after(); index++) {
            write(tile(row.level(), index, size), Tile.encode(part(row.hashes(), row.first(), index)));
        }
    }

    private static Row above(Row row, TileReader old) {
        long before = row.before() / Tile.WIDTH;
        long after = row.after() / Tile.WIDTH;
        List<Digest> hashes = new ArrayList<>();
        if (after > before && before % Tile.WIDTH > 0) {
            hashes.addAll(old.hashes(row.level() + 1, before / Tile.WIDTH));
        }
        for (long full = before; full < after; full++) {
            List<Digest> below = part(row.hashes(), row.first(), full);
            hashes.add(TileReader.inner(below, Tile.HEIGHT, 0));
        }
        return new Row(row.level() + 1, before, after, hashes);
    }

    /** Those of a row that begins at {@code first} which are in the tile {@code index}. */
    private static <T> List<T> part(List<T> row, long first, long index) {
        int from = Math.toIntExact(index * Tile.WIDTH - first);
        return row.subList(from, Math.min(row.size(), from + Tile.WIDTH));
    }

    private static Bytes bundle(List<Placed> entries) {
        return EntryBundle.encode(entries.stream().map(Placed::body).toList());
    }

    private static Tile tile(int level, long index, long size) {
        return Tile.of(level, index, size).orElseThrow();
    }

    private void write(Tile tile, Bytes bytes) {
        objects.create(log.object(tenant, tile), bytes);
        written.put(tile.path(), Hashing.of(bytes));
    }
}
