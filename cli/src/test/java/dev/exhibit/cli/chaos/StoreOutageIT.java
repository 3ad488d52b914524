package dev.exhibit.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.evidence.blob.s3.FaultProxy;
import dev.exhibit.evidence.blob.s3.FaultProxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running service while the way to its object store is broken, for {@code exhibit.proof.outage} seconds each time (6
 * unless given): nothing is acknowledged that is not on the store's disk, refusals come in time, readiness says so, and all is
 * well again within 10 s.
 */
@Tag("proof")
@EnabledIfSystemProperty(named = "exhibit.proof.outage", matches = "\\d+")
class StoreOutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("exhibit.proof.outage", 6));
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** For all that is no waiting for the store: connection, token, database, on a machine that does other things, too. */
    private static final Duration SLACK = Duration.ofSeconds(Integer.getInteger("exhibit.slack", 4));

    private static final List<Fault> FAULTS =
            List.of(Fault.BLACK_HOLE, Fault.RESET, Fault.BUSY, Fault.DRIP, Fault.WRONG, Fault.TRUNCATED);
    /** Answers that are cut or changed behind their head say that the server is there. */
    private static final List<Fault> HALF_THERE = List.of(Fault.WRONG, Fault.TRUNCATED);

    private static final int CLIENTS = 4;
    private static final int PROBERS = 12;

    private final Findings findings = new Findings();
    private final Random random = new Random(7);

    @TempDir
    Path folder;

    @Test
    void nothingIsAcknowledgedThatIsNotThere() throws Exception {
        try (BucketServer bucket = BucketServer.proxy(folder.resolve("bucket"));
                FaultProxy way = new FaultProxy(bucket.port());
                Scene scene = Scene.start(folder, random, bucket.at(way.endpoint()));
                Load load = new Load(scene, folder, CLIENTS, findings, random, StoreOutageIT::mayPass);
                ExhibitClient impatient = InstalledProgram.impatient(
                        InstalledProgram.context(scene.service().data(), "pipeline"))) {
            Probes probes = new Probes(impatient, findings, bucket::holds);
            for (Fault fault : FAULTS) {
                load.awaitMore(Duration.ofSeconds(60));
                suffer(fault, way, scene.service().readiness(), probes);
            }
            load.end();
            probes.demandAll();
            Verdict verdict = new Verdict(scene, load, findings);
            verdict.all(folder);
            System.out.println("outage: acknowledged " + verdict.acknowledged().size() + " to clients, "
                    + probes.acknowledgements() + " to probes, findings " + findings.counts());
        }
        assertThat(findings.shown()).isEmpty();
    }

    /** What came from the store was wrong and was not served: that passes, too. */
    private static boolean mayPass(ClientProblem refusal) {
        return Load.isAway(refusal) || refusal.code().equals("integrity");
    }

    private void suffer(Fault fault, FaultProxy way, Readiness readiness, Probes probes) throws Exception {
        String name = fault.name();
        way.be(fault);
        long begin = System.nanoTime();
        long end = begin + OUTAGE.toNanos();
        long unready = end;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> probers = new ArrayList<>();
            for (int prober = 0; prober < PROBERS; prober++) {
                Random own = new Random(random.nextLong());
                boolean puts = prober % 2 == 0;
                probers.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        boolean unused = puts ? probes.put(name, own) : probes.get(name);
                    }
                }));
            }
            while (System.nanoTime() < end) {
                unready = readiness.isReady() ? unready : Math.min(unready, System.nanoTime());
            }
            for (Future<?> prober : probers) {
                prober.get();
            }
        }
        way.be(Fault.NONE);
        long over = System.nanoTime();
        await().atMost(RECOVERY.multipliedBy(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> readiness.isReady() && probes.put("none", random) && probes.get("none"));
        judge(fault, probes, unready - begin, Duration.ofNanos(System.nanoTime() - over));
    }

    private void judge(Fault fault, Probes probes, long unready, Duration recovery) {
        List<Duration> times = probes.refusals(fault.name()).stream()
                .map(Probes.Probe::took)
                .sorted(Comparator.naturalOrder())
                .toList();
        boolean opened = unready < OUTAGE.toNanos();
        String slowest = times.isEmpty() ? "none" : times.getLast().toMillis() + " ms";
        long late = times.stream().filter(took -> took.compareTo(DEADLINE) > 0).count();
        System.out.println("outage: " + fault + " " + OUTAGE.toSeconds() + " s, refused " + times.size() + ", slowest "
                + slowest + ", " + late + " after more than 2 s, unready after "
                + (opened ? unready / 1_000_000 + " ms" : "never") + ", well again after " + recovery.toMillis()
                + " ms");
        if (!times.isEmpty() && times.getLast().compareTo(DEADLINE.plus(SLACK)) > 0) {
            findings.add("late", fault + ": refused after " + times.getLast());
        }
        if (recovery.compareTo(RECOVERY) > 0) {
            findings.add("late", fault + ": well again after " + recovery);
        }
        if (!opened && !HALF_THERE.contains(fault)) {
            findings.add("late", fault + ": the service stayed ready");
        }
    }
}
