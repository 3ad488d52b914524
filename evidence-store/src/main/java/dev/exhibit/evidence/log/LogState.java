package dev.exhibit.evidence.log;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a log is.
 *
 * @param origin begins its checkpoints, fixed when the log was made
 * @param key what signs them
 * @param made when the log was made
 * @param checkpoint the last one; absent before the first
 * @param placed how many entries have a place, in a checkpoint or not
 * @param at the time of the last batch
 */
public record LogState(
        String origin, KeyId key, Instant made, Optional<Checkpoint> checkpoint, long placed, Instant at) {
    /** How many entries the last checkpoint commits to. */
    public long size() {
        return checkpoint.map(Checkpoint::size).orElse(0L);
    }

    /** As it was when this checkpoint was its last. */
    LogState at(Checkpoint earlier) {
        return new LogState(origin, key, made, Optional.of(earlier), placed, at);
    }

    public Digest root() {
        return checkpoint.map(Checkpoint::root).orElseGet(MerkleTree::empty);
    }
}
