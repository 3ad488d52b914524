package dev.exhibit.evidence.log;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.util.List;
import java.util.Optional;

/**
 * What one round added to a log.
 *
 * @param checkpoint that covers it
 * @param before how many entries the last checkpoint had
 * @param entries the new ones among others before them, in the order of their places
 * @param files as they are served, read again and found right
 */
record Grown(Checkpoint checkpoint, long before, List<Placed> entries, TileReader files) {
    Grown {
        entries = entries.stream().filter(entry -> entry.position() >= before).toList();
    }

    /** The proof of a new entry, to the first checkpoint that covers it. */
    LogReader.Proven prove(Placed entry) {
        long size = checkpoint.size();
        List<Digest> hashes = MerkleTree.inclusion(entry.position(), size, files);
        return new LogReader.Proven(
                entry.body(),
                new InclusionProof(entry.position(), checkpoint.root(), size, hashes, Optional.of(checkpoint)));
    }
}
