package dev.exhibit.cli.chaos;

import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.TenantLogs;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.Tile;
import java.util.ArrayList;
import java.util.List;

/**
 * A log as its tiles tell it.
 *
 * @param checkpoint whose signature was verified
 * @param entries all of them
 */
record WholeLog(Checkpoint checkpoint, List<Bytes> entries) {
    WholeLog {
        entries = List.copyOf(entries);
    }

    /** Reads it; what the entries lead to is a finding where it is not what was signed. */
    static WholeLog read(TenantLogs logs, Observer observer, Findings findings) {
        Checkpoint checkpoint = logs.checkpoint(observer.log());
        observer.key(checkpoint.origin()).requireSigned(checkpoint);
        List<Bytes> entries = new ArrayList<>();
        for (long index = 0; index * Tile.WIDTH < checkpoint.size(); index++) {
            Tile bundle = Tile.of(Tile.ENTRIES, index, checkpoint.size()).orElseThrow();
            entries.addAll(entries(logs, observer.log(), bundle));
        }
        WholeLog whole = new WholeLog(checkpoint, entries);
        if (!MerkleTree.root(checkpoint.size(), whole::node).equals(checkpoint.root())) {
            findings.add("forked", observer.log() + ": its entries do not lead to its root");
        }
        return whole;
    }

    /** As C2SP tlog-tiles asks readers to: where a beginning is gone, the full bundle is there. */
    private static List<Bytes> entries(TenantLogs logs, String log, Tile bundle) {
        try {
            return EntryBundle.decode(logs.tile(log, bundle), bundle.width());
        } catch (ClientProblem refused) {
            if (refused.status() != 404 || bundle.isFull()) {
                throw refused;
            }
            Tile full = new Tile(bundle.level(), bundle.index(), Tile.WIDTH);
            return EntryBundle.decode(logs.tile(log, full), Tile.WIDTH).subList(0, bundle.width());
        }
    }

    private Digest node(int level, long index) {
        return level == 0
                ? MerkleTree.leaf(entries.get((int) index))
                : MerkleTree.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
    }
}
