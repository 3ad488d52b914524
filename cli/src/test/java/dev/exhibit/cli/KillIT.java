package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Verifier;
import dev.exhibit.testkit.Ledger;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the service, with its embedded PostgreSQL left orphaned, while clients attest. What a client saw
 * acknowledged is on its own ledger; after each start all of it must be there and verify, and asking again with the same
 * key must give the same bytes.
 */
@Tag("proof")
class KillIT {
    private static final int KILLS = Integer.getInteger("exhibit.kills", 5);
    private static final int CLIENTS = 50;
    private static final int AT_LEAST = 200;

    @TempDir
    Path folder;

    private final Map<String, Path> artifacts = new ConcurrentHashMap<>();

    /** Every key that was sent, answered or not. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        long seed = Long.getLong("exhibit.seed", System.nanoTime());
        System.out.println("kill: seed " + seed);
        Random random = new Random(seed);
        Path data = folder.resolve("data");
        List<Long> starts = new ArrayList<>();
        try (Ledger ledger = Ledger.open(folder.resolve("ledger"))) {
            for (int kill = 0; kill < KILLS; kill++) {
                long begin = System.nanoTime();
                ServiceProcess service = serve(data);
                starts.add((System.nanoTime() - begin) / 1_000_000);
                check(InstalledProgram.context(data, "pipeline"), ledger, random);
                loadUntilKilled(service, data, ledger, random);
            }
            try (ServiceProcess last = serve(data)) {
                Context context = InstalledProgram.context(last.data(), "pipeline");
                check(context, ledger, random);
                Findings findings = checkAll(context, ledger);
                System.out.println("kill: kills=" + KILLS + " clients=" + CLIENTS + " asked=" + asked.size()
                        + " acknowledged=" + ledger.entries().size() + " " + findings + ", start to ready (ms) "
                        + starts);
                assertThat(findings.lost).isEmpty();
                assertThat(findings.unverifiable).isEmpty();
                assertThat(findings.duplicate).isEmpty();
                assertThat(Rows.count(data)).containsEntry("signer.intent", (long) asked.size());
            }
        }
    }

    /** All clients are one caller: it may have all the places, so that as many as possible are under way at the kill. */
    private ServiceProcess serve(Path data) throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.json"),
                "{\"limits\":{\"concurrentRequests\":" + CLIENTS + ",\"concurrentStreams\":" + CLIENTS
                        + ",\"tenantSharePercent\":100,\"callerSharePercent\":100}}");
        return InstalledProgram.serve(data, new String[0], "--config", config.toString());
    }

    private void loadUntilKilled(ServiceProcess service, Path data, Ledger ledger, Random random) throws Exception {
        Context context = InstalledProgram.context(data, "pipeline");
        int before = ledger.entries().size();
        try (ExhibitClient client = InstalledProgram.impatient(context);
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                running.add(workers.submit(() -> attestUntilRefused(client, ledger)));
            }
            int goal = before + AT_LEAST + random.nextInt(AT_LEAST);
            try {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(1 + random.nextInt(20)))
                        .until(() -> ledger.entries().size() >= goal);
            } finally {
                // Or the workers would never end.
                service.kill();
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        }
    }

    private void attestUntilRefused(ExhibitClient client, Ledger ledger) {
        try {
            while (true) {
                String key = UUID.randomUUID().toString();
                Path artifact = artifact(key);
                asked.add(key);
                Digest digest = Hashing.of(artifact).digest();
                Attested attested = client.attest(InstalledProgram.provenance(key, digest), artifact, false);
                ledger.acknowledge(new Ledger.Entry(
                        key, digest.toString(), attested.evidence().toString()));
            }
        } catch (ClientProblem killed) {
            assertThat(killed.status()).as(killed.getMessage()).isIn(0, 503);
        }
    }

    private Path artifact(String key) {
        return artifacts.computeIfAbsent(key, fresh -> {
            try {
                return Files.writeString(folder.resolve(fresh + ".bin"), "artifact of " + fresh);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        });
    }

    /** A sample: fetched, hashed, verified, and asked for again with the same key. */
    private void check(Context context, Ledger ledger, Random random) throws Exception {
        List<Ledger.Entry> entries = new ArrayList<>(ledger.entries());
        java.util.Collections.shuffle(entries, random);
        try (ExhibitClient client = InstalledProgram.patient(context)) {
            for (Ledger.Entry entry : entries.subList(0, Math.min(100, entries.size()))) {
                Attested again = client.attest(
                        InstalledProgram.provenance(entry.idempotencyKey(), Digest.parse(entry.artifact())),
                        artifact(entry.idempotencyKey()),
                        false);
                assertThat(again.evidence().toString()).isEqualTo(entry.evidence());
                assertThat(Hashing.of(again.bundle()).toString()).isEqualTo(entry.evidence());
            }
        }
    }

    /** Everything acknowledged is there and verifies; every key ever sent has exactly one attestation, whenever asked. */
    private Findings checkAll(Context context, Ledger ledger) {
        Verifier verifier = new Verifier(context.pins().trust(), Demands.ofOurs(), SignatureChecker.standard());
        Map<String, String> acknowledged = new HashMap<>();
        ledger.entries().forEach(entry -> acknowledged.put(entry.idempotencyKey(), entry.evidence()));
        Findings findings = new Findings();
        try (ExhibitClient client = InstalledProgram.patient(context)) {
            for (String key : asked) {
                Path artifact = artifact(key);
                Digest digest = Hashing.of(artifact).digest();
                Attested again = client.attest(InstalledProgram.provenance(key, digest), artifact, false);
                String expected =
                        acknowledged.getOrDefault(key, again.evidence().toString());
                if (!again.evidence().toString().equals(expected)) {
                    findings.lost.add(key);
                }
                if (!(verifier.verify(client.blob(Digest.parse(expected)), new Artifact.Named(digest), Instant.now())
                        instanceof Outcome.Verified)) {
                    findings.unverifiable.add(key);
                }
                if (client.evidenceOf(digest).size() != 1) {
                    findings.duplicate.add(key);
                }
            }
        }
        return findings;
    }

    /** Keys for which a promise was broken. */
    private static final class Findings {
        private final List<String> lost = new ArrayList<>();
        private final List<String> unverifiable = new ArrayList<>();
        private final List<String> duplicate = new ArrayList<>();

        @Override
        public String toString() {
            return "lost=" + lost.size() + " unverifiable=" + unverifiable.size() + " duplicate=" + duplicate.size();
        }
    }
}
