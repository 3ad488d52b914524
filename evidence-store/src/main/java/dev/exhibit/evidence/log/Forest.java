package dev.exhibit.evidence.log;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * All files of a log, computed from its entries alone, one bundle after another, in little memory. For one task of one
 * thread.
 */
final class Forest {
    private final BiConsumer<Tile, Bytes> file;
    /** Of each level the hashes of the tile that is not yet full. */
    private final List<List<Digest>> rows = new ArrayList<>();

    private final List<Long> tiles = new ArrayList<>();
    /** Roots of complete subtrees, the largest first (RFC 9162 section 2.1.2). */
    private final List<Digest> peaks = new ArrayList<>();

    private long size;

    /** @param file takes each file of the log */
    Forest(BiConsumer<Tile, Bytes> file) {
        this.file = file;
    }

    /** Adds the next bundle; only the last may be short. */
    void add(List<Bytes> bundle) {
        file.accept(new Tile(Tile.ENTRIES, size / Tile.WIDTH, bundle.size()), EntryBundle.encode(bundle));
        for (Bytes entry : bundle) {
            Digest leaf = MerkleTree.leaf(entry);
            grow(leaf);
            put(0, leaf);
        }
    }

    /** The tiles that did not become full, and the root over all entries. */
    Digest end() {
        for (int level = 0; level < rows.size(); level++) {
            if (!rows.get(level).isEmpty()) {
                file.accept(new Tile(level, tiles.get(level), rows.get(level).size()), Tile.encode(rows.get(level)));
            }
        }
        return peaks.isEmpty()
                ? MerkleTree.empty()
                : peaks.reversed().stream()
                        .reduce((right, left) -> MerkleTree.node(left, right))
                        .orElseThrow();
    }

    private void put(int level, Digest hash) {
        if (level == rows.size()) {
            rows.add(new ArrayList<>());
            tiles.add(0L);
        }
        List<Digest> row = rows.get(level);
        row.add(hash);
        if (row.size() == Tile.WIDTH) {
            file.accept(new Tile(level, tiles.get(level), Tile.WIDTH), Tile.encode(row));
            put(level + 1, TileReader.inner(row, Tile.HEIGHT, 0));
            row.clear();
            tiles.set(level, tiles.get(level) + 1);
        }
    }

    private void grow(Digest leaf) {
        Digest hash = leaf;
        for (long full = size; (full & 1) == 1; full >>= 1) {
            hash = MerkleTree.node(peaks.removeLast(), hash);
        }
        peaks.add(hash);
        size++;
    }
}
