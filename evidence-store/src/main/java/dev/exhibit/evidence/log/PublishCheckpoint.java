package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.blob.ObjectStore;
import java.util.Optional;

/**
 * Puts a log's last checkpoint where readers of files find it. The place takes whatever comes last, so a process that is late
 * may put an older one over a newer one: each looks at the database again afterwards and puts what is the last there by then.
 */
record PublishCheckpoint(LogIndex index, ObjectStore objects, TenantId tenant, LogName log) {
    /** Whoever makes the log grow meanwhile does the same, so more turns would change nothing. */
    private static final int TURNS = 10;

    void publish(Checkpoint committed) {
        Checkpoint next = committed;
        for (int turn = 0; turn < TURNS; turn++) {
            objects.replace(log.checkpoint(tenant), Sequencer.checkpointBytes(next));
            Checkpoint last = last().orElse(next);
            if (last.size() <= next.size()) {
                return;
            }
            next = last;
        }
    }

    private Optional<Checkpoint> last() {
        return index.find(tenant, log).flatMap(LogState::checkpoint);
    }
}
