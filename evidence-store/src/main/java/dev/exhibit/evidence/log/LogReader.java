package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.util.List;
import java.util.Optional;

/** What others may read of a log: only what the last checkpoint commits to, and only bytes that are right. */
public final class LogReader {
    private final LogIndex index;
    private final ObjectStore objects;

    public LogReader(LogIndex index, ObjectStore objects) {
        this.index = index;
        this.objects = objects;
    }

    /**
     * An entry of a log and the proof that it is there.
     *
     * @param proof with the checkpoint that it leads to
     */
    public record Proven(Bytes body, InclusionProof proof) {}

    /** @throws ProblemException {@code not_found} if the tenant has no such log */
    public LogState state(TenantId tenant, LogName log) {
        return index.find(tenant, log).orElseThrow(() -> missing("no such log"));
    }

    /** The last checkpoint. @throws ProblemException {@code not_found} before the first */
    public Checkpoint checkpoint(TenantId tenant, LogName log) {
        return state(tenant, log).checkpoint().orElseThrow(() -> missing("the log has no checkpoint yet"));
    }

    /**
     * The bytes of a tile or bundle, checked.
     *
     * @throws ProblemException {@code not_found} for what the last checkpoint does not have, {@code integrity}
     */
    public Bytes tile(TenantId tenant, LogName log, Tile tile) {
        Digest wanted = index.file(tenant, log, tile.path()).orElseThrow(() -> missing("no such tile"));
        // A file that has a name is the same in every tree, so the log's size need not be asked for.
        Bytes bytes = new TileReader(objects, tenant, log, 0).bytes(tile);
        if (!Hashing.of(bytes).equals(wanted)) {
            throw new ProblemException(
                    ProblemCode.INTEGRITY, "the bytes of " + tile.path() + " are not those that were written");
        }
        return bytes;
    }

    /** The proof of the entry with this leaf hash, once a checkpoint covers it. */
    public Optional<Proven> inclusion(TenantId tenant, LogName log, Digest leaf) {
        Optional<Placed> placed = index.byLeaf(tenant, log, leaf);
        LogState state = state(tenant, log);
        return placed.filter(entry -> entry.position() < state.size()).map(entry -> prove(tenant, log, state, entry));
    }

    /**
     * The proof of the entry with this leaf hash to the first checkpoint that covers it: always the same. To the last one where
     * that was not kept.
     */
    public Optional<Proven> first(TenantId tenant, LogName log, Digest leaf) {
        LogState state = state(tenant, log);
        return index.byLeaf(tenant, log, leaf)
                .filter(entry -> entry.position() < state.size())
                .map(entry -> prove(
                        tenant,
                        log,
                        index.covering(tenant, log, entry.position())
                                .map(state::at)
                                .orElse(state),
                        entry));
    }

    /** The proof of the entry at this place. @throws ProblemException {@code not_found} beyond the last checkpoint */
    public Proven inclusion(TenantId tenant, LogName log, long position) {
        LogState state = state(tenant, log);
        if (position < 0 || position >= state.size()) {
            throw missing("the last checkpoint has " + state.size() + " entries");
        }
        return index.entries(tenant, log, position, position + 1).stream()
                .findFirst()
                .map(entry -> prove(tenant, log, state, entry))
                .orElseThrow(() -> damaged(log));
    }

    private Proven prove(TenantId tenant, LogName log, LogState state, Placed entry) {
        TileReader files = new TileReader(objects, tenant, log, state.size());
        List<Digest> hashes = MerkleTree.inclusion(entry.position(), state.size(), files);
        requireRoot(log, MerkleTree.root(entry.position(), state.size(), MerkleTree.leaf(entry.body()), hashes), state);
        return new Proven(
                entry.body(),
                new InclusionProof(entry.position(), state.root(), state.size(), hashes, state.checkpoint()));
    }

    /**
     * That the tree of {@code older} entries is the beginning of that of {@code newer}.
     *
     * @throws ProblemException {@code not_found} beyond the last checkpoint
     */
    public List<Digest> consistency(TenantId tenant, LogName log, long older, long newer) {
        LogState state = state(tenant, log);
        if (newer > state.size()) {
            throw missing("the last checkpoint has " + state.size() + " entries");
        }
        if (older < 0 || older > newer) {
            throw new MalformedException(Reason.BAD_VALUE, "a tree of " + older + " does not begin one of " + newer);
        }
        TileReader files = new TileReader(objects, tenant, log, state.size());
        List<Digest> proof = MerkleTree.consistency(older, newer, files);
        requireConsistent(log, files, state, older, newer, proof);
        return proof;
    }

    /** No hash of a damaged file leaves: both trees are beginnings of the one that was signed. */
    private static void requireConsistent(
            LogName log, TileReader files, LogState state, long older, long newer, List<Digest> proof) {
        Digest root = files.root(newer);
        try {
            MerkleTree.requireConsistent(older, files.root(older), newer, root, proof);
            List<Digest> rest = MerkleTree.consistency(newer, state.size(), files);
            MerkleTree.requireConsistent(newer, root, state.size(), state.root(), rest);
        } catch (MalformedException damaged) {
            throw damaged(log);
        }
    }

    private static void requireRoot(LogName log, Digest root, LogState state) {
        if (!root.equals(state.root())) {
            throw damaged(log);
        }
    }

    private static ProblemException damaged(LogName log) {
        return new ProblemException(ProblemCode.INTEGRITY, "the files of the " + log.wire() + " log are damaged");
    }

    private static ProblemException missing(String why) {
        return new ProblemException(ProblemCode.NOT_FOUND, why);
    }
}
