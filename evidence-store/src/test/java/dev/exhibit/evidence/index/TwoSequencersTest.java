package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.log.CheckLog;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import dev.exhibit.evidence.log.Logs;
import dev.exhibit.evidence.log.Sequencer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two instances by mistake: one database, one folder, one vault, and nobody who says whose turn it is. */
class TwoSequencersTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final TenantId ACME = new TenantId("two-sequencers");
    private static final LogName LOG = LogName.JOURNAL;
    private static final int WRITERS = 3;
    private static final int EACH = 60;

    @TempDir
    Path folder;

    @Test
    void makeOneLogWithoutForkOrGap() throws InterruptedException {
        LogIndex index = new PostgresLogIndex(
                DATABASE.database(),
                Map.of(
                        LOG,
                        (handle, tenant, batch, at) -> Optional.of(
                                Bytes.utf8("end at " + batch.getLast().position()))));
        DirectoryObjects objects = DirectoryObjects.open(folder, UUID::randomUUID);
        LogKeys keys = new LogKeys(new MemoryVault(), UUID::randomUUID);
        new Logs(index, objects, keys, "test", () -> Samples.NOON).ensure(ACME);
        AtomicInteger writing = new AtomicInteger(WRITERS);
        List<Checkpoint> seen = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = "writer " + writer;
            threads.add(Thread.ofVirtual().unstarted(() -> write(index, name, writing)));
        }
        for (int instance = 0; instance < 2; instance++) {
            Sequencer sequencer = new Sequencer(index, objects, keys, () -> Samples.NOON);
            threads.add(Thread.ofVirtual().unstarted(() -> grow(index, sequencer, writing, seen)));
        }
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((same, failed) -> failures.add(failed)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        requireOneLog(index, new LogReader(index, objects), seen);
        assertThat(new CheckLog(index, objects).run(ACME, LOG)).isEmpty();
        new Logs(index, objects, keys, "test", () -> Samples.NOON).ensure(ACME);
    }

    private static void write(LogIndex index, String name, AtomicInteger writing) {
        for (int i = 0; i < EACH; i++) {
            index.queue(ACME, LOG, Bytes.utf8(name + " says " + i), Samples.NOON);
        }
        writing.decrementAndGet();
    }

    private static void grow(LogIndex index, Sequencer sequencer, AtomicInteger writing, List<Checkpoint> seen) {
        boolean last;
        long grown;
        do {
            last = writing.get() == 0;
            grown = sequencer.run(ACME, LOG);
            index.find(ACME, LOG).flatMap(LogState::checkpoint).ifPresent(seen::add);
        } while (!last || grown > 0);
    }

    private static void requireOneLog(LogIndex index, LogReader reader, List<Checkpoint> seen) {
        LogState state = index.find(ACME, LOG).orElseThrow();
        assertThat(state.size()).isEqualTo(state.placed());
        List<LogIndex.Placed> entries = index.entries(ACME, LOG, 0, state.placed());
        assertThat(entries.stream().filter(entry -> entry.body().asLenientText().startsWith("writer")))
                .hasSize(WRITERS * EACH);
        for (Checkpoint checkpoint : seen) {
            MerkleTree.requireConsistent(
                    checkpoint.size(),
                    checkpoint.root(),
                    state.size(),
                    state.root(),
                    reader.consistency(ACME, LOG, checkpoint.size(), state.size()));
        }
        assertThat(seen.stream().map(Checkpoint::size).distinct().count())
                .isEqualTo(seen.stream().map(Checkpoint::root).distinct().count());
    }
}
