package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.HeadPath;
import dev.exhibit.crypto.journal.JournalEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the journal's tables say of a subject or a blob. Contract: what is said of a tree of one size never changes; it may
 * no longer be said once a later checkpoint was made. Thread-safe. Every method may throw {@code unavailable}.
 */
public interface Journal {
    /**
     * All about a subject in a tree of some size.
     *
     * @param entries that speak of it, in their order
     * @param path to its head
     */
    record Shown(List<Bytes> entries, HeadPath path) {
        public Shown {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What the first {@code size} entries have about {@code subject}; empty if that can no longer be said: ask again with
     * the size of the newest checkpoint.
     *
     * @param size of a checkpoint
     * @param max entries at most
     */
    Optional<Shown> about(TenantId tenant, Digest subject, long size, int max);

    /**
     * Something that was told about a blob.
     *
     * @param id orders what was told: later is greater
     */
    record Told(long id, JournalEvent.Act act) {}

    /**
     * What was told about a blob, in a checkpoint or not: the newest first, at most {@code max}.
     *
     * @param before where the page before ended; {@link Long#MAX_VALUE} for the first
     */
    List<Told> told(TenantId tenant, Digest blob, long before, int max);

    /**
     * What was told about a subject at {@code since} or later, in a checkpoint or not: the oldest first, at most {@code max}.
     *
     * @param after where the page before ended; 0 for the first
     */
    List<Told> since(TenantId tenant, Digest subject, Instant since, long after, int max);

    /** Those of {@code blobs} about which something was told that no checkpoint covers yet. */
    Set<Digest> uncovered(TenantId tenant, Set<Digest> blobs);
}
