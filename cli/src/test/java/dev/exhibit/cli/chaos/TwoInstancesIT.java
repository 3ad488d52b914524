package dev.exhibit.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.cli.Replicas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services over one PostgreSQL and one bucket; one of them is killed again and again, while the clients go on with the
 * other: {@code exhibit.kills} times (4 unless given).
 */
@Tag("proof")
class TwoInstancesIT {
    private static final int KILLS = Integer.getInteger("exhibit.kills", 4);
    private static final int CLIENTS = 8;
    private static final int QUIET_MILLIS = 1_500;
    private static final int SAMPLE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Findings findings = new Findings();
    private final ScheduledExecutorService instants = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    @Test
    void oneGoesOnWhereTheOtherDied() throws Exception {
        long seed = Long.getLong("exhibit.seed", System.nanoTime());
        System.out.println("two: seed " + seed);
        Random random = new Random(seed);
        try (BucketServer bucket = BucketServer.proxy(folder.resolve("bucket"));
                Scene scene = Scene.start(folder, random, bucket.section())) {
            Replicas.copy(scene.service().data(), folder.resolve("other"));
            scene.addService(folder.resolve("other"));
            survive(scene, random);
        } finally {
            instants.shutdownNow();
        }
        assertThat(findings.shown()).isEmpty();
    }

    private void survive(Scene scene, Random random) throws Exception {
        List<Long> ready = new ArrayList<>();
        try (Load load = new Load(scene, folder, CLIENTS, findings, random)) {
            Verdict verdict = new Verdict(scene, load, findings);
            for (int kill = 0; kill < KILLS; kill++) {
                ServicePart part = scene.services().get(kill % 2);
                load.awaitMore(PATIENCE);
                String unused = instants.schedule(
                                () -> part.kill(random), random.nextInt(QUIET_MILLIS), TimeUnit.MILLISECONDS)
                        .get();
                load.awaitMore(PATIENCE);
                long begin = System.nanoTime();
                part.startAgain();
                ready.add(part.readiness().awaited(begin).toMillis());
                verdict.newest(SAMPLE);
            }
            load.end();
            verdict.all(folder);
            System.out.println("two: kills " + KILLS + ", acknowledged "
                    + verdict.acknowledged().size() + ", refused and asked again " + load.refusals()
                    + ", checkpoints seen "
                    + load.observers().stream().map(Observer::checkpoints).toList() + ", findings " + findings.counts()
                    + ", ready (ms) " + ready);
        }
    }
}
