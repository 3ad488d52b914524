package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.MerkleTree.Nodes;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree as its files say it is: each is read from the store once and not believed, so a root that is right proves all
 * files that it was computed from. For one task of one thread.
 *
 * @param size of the tree whose files are read
 * @param read what is remembered of it
 */
record TileReader(ObjectStore objects, TenantId tenant, LogName log, long size, Map<Tile, List<Digest>> read)
        implements Nodes {
    private static final long MAX_BUNDLE = (long) Tile.WIDTH * (EntryBundle.MAX_ENTRY + 2);

    TileReader(ObjectStore objects, TenantId tenant, LogName log, long size) {
        this(objects, tenant, log, size, new HashMap<>());
    }

    @Override
    public Digest node(int level, long index) {
        int tileLevel = level / Tile.HEIGHT;
        int within = level % Tile.HEIGHT;
        long first = index << within;
        List<Digest> hashes = hashes(tileLevel, first / Tile.WIDTH);
        int from = (int) (first % Tile.WIDTH);
        return inner(hashes.subList(from, from + (1 << within)), within, 0);
    }

    /** The root of so many first leaves. */
    Digest root(long leaves) {
        return MerkleTree.root(leaves, this);
    }

    /** The hashes of a tile, as many as it has in this tree. */
    List<Digest> hashes(int level, long index) {
        return read.computeIfAbsent(tile(level, index), tile -> {
            try {
                return tile.hashes(bytes(tile));
            } catch (MalformedException wrong) {
                throw damaged(tile, wrong);
            }
        });
    }

    /** The entries of a bundle. */
    List<Bytes> entries(long index) {
        Tile tile = tile(Tile.ENTRIES, index);
        try {
            return EntryBundle.decode(bytes(tile), tile.width());
        } catch (MalformedException wrong) {
            throw damaged(tile, wrong);
        }
    }

    /** The bytes of a file, whatever they are. What became full while it was read is cut from the full one. */
    Bytes bytes(Tile tile) {
        try {
            return file(tile);
        } catch (IOException | UncheckedIOException failed) {
            if (tile.isFull()) {
                throw unread(tile, failed);
            }
            return cut(tile, failed);
        }
    }

    private Bytes file(Tile tile) throws IOException {
        try (InputStream in = objects.open(log.object(tenant, tile), "", 0, MAX_BUNDLE)) {
            return Bytes.owned(in.readAllBytes());
        }
    }

    private Bytes cut(Tile tile, Exception failed) {
        Tile full = new Tile(tile.level(), tile.index(), Tile.WIDTH);
        try {
            return CheckLog.beginning(tile, file(full), Tile.WIDTH);
        } catch (IOException | UncheckedIOException none) {
            throw unread(tile, failed);
        } catch (MalformedException wrong) {
            throw damaged(full, wrong);
        }
    }

    private ProblemException unread(Tile tile, Exception failed) {
        return objects.find(log.object(tenant, tile)).isEmpty()
                ? new ProblemException(ProblemCode.INTEGRITY, "the log's " + tile.path() + " is gone", failed)
                : new ProblemException(
                        ProblemCode.UNAVAILABLE, "the log's " + tile.path() + " cannot be read now", failed);
    }

    private Tile tile(int level, long index) {
        return Tile.of(level, index, size)
                .orElseThrow(() -> new IllegalArgumentException("a tree of " + size + " has no such tile"));
    }

    /** The root of a whole part of a tile. */
    static Digest inner(List<Digest> leaves, int level, long index) {
        return level == 0
                ? leaves.get(Math.toIntExact(index))
                : MerkleTree.node(inner(leaves, level - 1, 2 * index), inner(leaves, level - 1, 2 * index + 1));
    }

    private static ProblemException damaged(Tile tile, MalformedException wrong) {
        return new ProblemException(
                ProblemCode.INTEGRITY, "the log's " + tile.path() + " has been changed: " + wrong.getMessage(), wrong);
    }
}
