package dev.exhibit.bench.log;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.database.Migrations;
import dev.exhibit.boundary.database.PostgresDatabase;
import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.index.PostgresEvidenceIndex;
import dev.exhibit.evidence.index.PostgresLogIndex;
import dev.exhibit.evidence.log.CheckLog;
import dev.exhibit.evidence.log.GrowLogs;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.Logs;
import dev.exhibit.evidence.log.Sequencer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * {@code LogBench FOLDER WRITERS SECONDS}: what a log takes, over a PostgreSQL of its own with fsync, a folder with fsync and
 * an encrypted key file; each entry of 512 bytes in a transaction of its own, a round of the log 200 ms after the last.
 */
public final class LogBench {
    private static final TenantId TENANT = new TenantId("bench");
    private static final LogName LOG = LogName.JOURNAL;
    private static final long ROUND = 200;
    private static final int ENTRY = 512;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LogIndex index;
    private final GrowLogs grow;
    private final int writers;
    private final long time;

    private LogBench(LogIndex index, GrowLogs grow, int writers, Duration time) {
        this.index = index;
        this.grow = grow;
        this.writers = writers;
        this.time = time.toNanos();
    }

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        InstantSource clock = InstantSource.system();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                        folder.resolve("postgres"),
                        Set.of(PostgresEvidenceIndex.ROOM),
                        new SecureRandom(),
                        line -> {});
                PostgresDatabase database = open(server);
                ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor()) {
            LogIndex index = new PostgresLogIndex(database, Map.of());
            DirectoryObjects objects = DirectoryObjects.open(folder.resolve("objects"), UUID::randomUUID);
            FileVault vault = new FileVault(folder.resolve("keys"), "of this run", new SecureRandom());
            LogKeys keys = new LogKeys(vault, UUID::randomUUID);
            new Logs(index, objects, keys, "bench", clock).ensure(TENANT);
            GrowLogs grow = new GrowLogs(
                    new Sequencer(index, objects, keys, clock),
                    new LogReader(index, objects),
                    System::nanoTime,
                    (entries, nanos) -> {});
            var unused = rounds.scheduleWithFixedDelay(grow::run, 0, ROUND, TimeUnit.MILLISECONDS);
            LogBench bench =
                    new LogBench(index, grow, Integer.parseInt(args[1]), Duration.ofSeconds(Long.parseLong(args[2])));
            bench.run("warming up, not counted", true);
            bench.run("append", false);
            bench.settle();
            bench.run("append, and wait for proof and checkpoint", true);
            rounds.shutdownNow();
            System.out.println(
                    "check: " + new CheckLog(index, objects).run(TENANT, LOG).size() + " findings in "
                            + index.find(TENANT, LOG).orElseThrow().size() + " entries");
        }
    }

    private static PostgresDatabase open(EmbeddedPostgres server) {
        Migrations.run(server.migrationSettings(), PostgresEvidenceIndex.ROOM);
        return PostgresDatabase.open(
                server.settings(PostgresEvidenceIndex.ROOM),
                PostgresEvidenceIndex.ROOM,
                BreakerLimits.defaults(),
                System::nanoTime);
    }

    private void run(String what, boolean covered) throws InterruptedException {
        Histogram latencies = new ConcurrentHistogram(3);
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String name = what + " " + writer;
            threads.add(Thread.ofVirtual().start(() -> write(name, start + time, covered, latencies)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s: %.0f per second, p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                what,
                latencies.getTotalCount() / seconds,
                latencies.getValueAtPercentile(50) / 1000.0,
                latencies.getValueAtPercentile(99) / 1000.0,
                latencies.getMaxValue() / 1000.0);
    }

    private void write(String name, long end, boolean covered, Histogram latencies) {
        for (int i = 0; System.nanoTime() < end; i++) {
            long start = System.nanoTime();
            String head = name + " " + i + " ";
            Digest leaf = index.queue(
                    TENANT,
                    LOG,
                    Bytes.utf8(head + "x".repeat(ENTRY - head.length())),
                    InstantSource.system().instant());
            grow.touched(TENANT);
            if (covered) {
                awaitCovered(leaf);
            }
            latencies.recordValue((System.nanoTime() - start) / 1_000);
        }
    }

    private void awaitCovered(Digest leaf) {
        if (grow.await(TENANT, leaf, PATIENCE).isEmpty()) {
            throw new IllegalStateException("not covered within " + PATIENCE);
        }
    }

    /** Until everything is covered. */
    private void settle() {
        long start = System.nanoTime();
        Digest last = index.queue(
                TENANT, LOG, Bytes.utf8("the last"), InstantSource.system().instant());
        awaitCovered(last);
        System.out.printf("the rest covered after %.1f s%n", (System.nanoTime() - start) / 1e9);
    }
}
