package dev.exhibit.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.blob.s3.S3Process;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the service, of PostgreSQL and of the object store's server at random instants, while clients store, link,
 * attest and read: {@code exhibit.kills} of them (40 unless given), {@code exhibit.seed} chooses them.
 */
class ChaosIT {
    private static final int KILLS = Integer.getInteger("exhibit.kills", 40);
    private static final int CLIENTS = 8;
    /** A kill falls somewhere into this time, which begins when all clients had something acknowledged. */
    private static final int QUIET_MILLIS = 1_500;

    private static final int START_MILLIS = 4_000;
    private static final int SAMPLE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** 5 s are promised on a machine that does nothing else; where others build beside this, they are not measured. */
    private static final Duration READY = Duration.ofMillis(Long.getLong("exhibit.ready", 30_000));

    private final long seed = Long.getLong("exhibit.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Findings findings = new Findings();
    private final List<Long> ready = new ArrayList<>();
    private final TreeMap<String, Integer> killed = new TreeMap<>();
    private final ScheduledExecutorService instants = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    @Test
    @Tag("proof")
    void nothingIsLostInADirectory() throws Exception {
        try (Scene scene = Scene.start(folder, random, Json.object().with("kind", "directory"))) {
            survive(scene, List.of(scene.service(), scene.database()), KILLS / 2);
        }
    }

    @Test
    @Tag("proof")
    void nothingIsLostInABucket() throws Exception {
        in(BucketServer.proxy(folder.resolve("bucket")));
    }

    @Test
    @Tag("peer")
    @EnabledIfSystemProperty(named = "exhibit.kills", matches = "\\d+")
    void nothingIsLostInMinio() throws Exception {
        in(BucketServer.start(folder.resolve("bucket"), S3Process::minio));
    }

    @Test
    @Tag("peer")
    @EnabledIfSystemProperty(named = "exhibit.kills", matches = "\\d+")
    void nothingIsLostInVersitygw() throws Exception {
        in(BucketServer.start(folder.resolve("bucket"), S3Process::versitygw));
    }

    private void in(BucketServer bucket) throws Exception {
        try (bucket;
                Scene scene = Scene.start(folder, random, bucket.section())) {
            survive(scene, List.of(scene.service(), bucket, scene.database(), bucket), KILLS / 2);
        }
    }

    private void survive(Scene scene, List<Part> parts, int kills) throws Exception {
        System.out.println("chaos: seed " + seed);
        try (Load load = new Load(scene, folder, CLIENTS, findings, random)) {
            Verdict verdict = new Verdict(scene, load, findings);
            for (int kill = 0; kill < kills; kill++) {
                Part part = parts.get(kill % parts.size());
                load.awaitMore(PATIENCE);
                after(random.nextInt(QUIET_MILLIS), part);
                startAgain(scene, part);
                verdict.newest(SAMPLE);
            }
            load.end();
            verdict.all(folder);
            tell(load, verdict.acknowledged().size());
        } finally {
            instants.shutdownNow();
        }
        assertThat(findings.shown()).isEmpty();
        assertThat(percentile(99)).as("ready").isLessThan(READY.toMillis());
    }

    /** Now and then it dies once more while it starts. */
    private void startAgain(Scene scene, Part part) throws Exception {
        long begin = System.nanoTime();
        part.startAgain();
        if (part == scene.service() && random.nextInt(4) == 0) {
            after(random.nextInt(START_MILLIS), part);
            begin = System.nanoTime();
            part.startAgain();
        }
        ready.add(scene.service().readiness().awaited(begin).toMillis());
    }

    private void after(int millis, Part part) throws Exception {
        String what = instants.schedule(() -> part.kill(random), millis, TimeUnit.MILLISECONDS)
                .get();
        killed.merge(what, 1, Integer::sum);
    }

    private void tell(Load load, int acknowledged) {
        System.out.println("chaos: kills " + killed + ", acknowledged " + acknowledged + ", refused and asked again "
                + load.refusals() + ", checkpoints seen "
                + load.observers().stream().map(Observer::checkpoints).toList() + ", findings " + findings.counts()
                + ", ready p50 " + percentile(50) + " ms, p99 " + percentile(99) + " ms " + ready);
    }

    private long percentile(int percent) {
        List<Long> sorted = ready.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
