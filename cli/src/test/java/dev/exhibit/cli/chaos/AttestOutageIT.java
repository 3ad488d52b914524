package dev.exhibit.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.testing.TestTimestampAuthority;
import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Verifier;
import dev.exhibit.evidence.blob.s3.FaultProxy;
import dev.exhibit.evidence.blob.s3.FaultProxy.Fault;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attestations that are asked for while timestamps, or the log with its store, are out, for {@code exhibit.proof.outage} seconds each
 * (6 unless given): every one is accepted with 202, none is lost, even if the service is killed meanwhile; the log has them in the
 * order of acceptance; all are finished afterwards, and verify.
 */
@Tag("proof")
class AttestOutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("exhibit.proof.outage", 6));
    private static final int CLIENTS = 4;
    private static final Bytes ARTIFACT = Bytes.utf8("an artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);

    @TempDir
    Path folder;

    /** What one client was answered with 202, in its order. */
    private record Accepted(AttestOrder order, String id) {}

    @Test
    void nothingThatWasAcceptedIsLost() throws Exception {
        Path artifact = Files.write(folder.resolve("artifact"), ARTIFACT.toArray());
        try (TestTimestampAuthority timestamps = new TestTimestampAuthority("elsewhere", folder.resolve("elsewhere"));
                BucketServer bucket = BucketServer.proxy(folder.resolve("bucket"));
                FaultProxy way = new FaultProxy(bucket.port())) {
            Path config = config(timestamps, bucket.at(way.endpoint()));
            Path data = folder.resolve("data");
            ServiceProcess service = InstalledProgram.withConfig(data, config);
            try {
                try (ExhibitClient client = InstalledProgram.impatient(pipeline(data))) {
                    var unused = client.attest(order("first"), artifact, false);
                    outage(
                            "timestamps",
                            client,
                            artifact,
                            () -> timestamps.status = 500,
                            () -> timestamps.status = 200);
                    outage("log and store", client, artifact, () -> way.be(Fault.RESET), () -> way.be(Fault.NONE));
                    timestamps.status = 500;
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> accept(client, artifact).isPresent());
                    List<Accepted> before = IntStream.range(0, 20)
                            .mapToObj(i -> accept(client, artifact).orElseThrow())
                            .toList();
                    service.kill();
                    service = InstalledProgram.withConfig(data, config);
                    timestamps.status = 200;
                    try (ExhibitClient again = InstalledProgram.impatient(pipeline(data))) {
                        finished("killed", again, artifact, List.of(before));
                    }
                }
            } finally {
                service.close();
            }
        }
    }

    private void outage(String what, ExhibitClient client, Path artifact, Runnable begin, Runnable end)
            throws Exception {
        begin.run();
        long over = System.nanoTime() + OUTAGE.toNanos();
        List<List<Accepted>> accepted = new ArrayList<>();
        List<Long> millis = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Accepted>>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> threads.submit(() -> {
                        List<Accepted> mine = new ArrayList<>();
                        while (System.nanoTime() < over) {
                            long asked = System.nanoTime();
                            accept(client, artifact).ifPresent(mine::add);
                            millis.add((System.nanoTime() - asked) / 1_000_000);
                        }
                        return mine;
                    }))
                    .toList();
            for (Future<List<Accepted>> one : clients) {
                accepted.add(one.get());
            }
        }
        end.run();
        millis.sort(null);
        System.out.println("attestations while " + what + " are out for " + OUTAGE.toSeconds() + " s: asked "
                + millis.size() + ", accepted "
                + accepted.stream().mapToInt(List::size).sum() + ", p50 "
                + millis.get(millis.size() / 2) + " ms, p99 " + millis.get(millis.size() * 99 / 100) + " ms, slowest "
                + millis.getLast() + " ms");
        assertThat(accepted).allSatisfy(mine -> assertThat(mine).isNotEmpty());
        finished(what, client, artifact, accepted);
    }

    /** Every answer is 202; an attestation is none that waits. */
    private static Optional<Accepted> accept(ExhibitClient client, Path artifact) {
        AttestOrder order = order(UUID.randomUUID().toString());
        try {
            var unused = client.attest(order, artifact, false);
            return Optional.empty();
        } catch (ClientProblem problem) {
            assertThat(problem.status()).as(problem.getMessage()).isEqualTo(202);
            return Optional.of(
                    new Accepted(order, ObjectReader.of(problem.document(), "").text("id")));
        }
    }

    private void finished(String what, ExhibitClient client, Path artifact, List<List<Accepted>> accepted) {
        long begin = System.nanoTime();
        Verifier verifier = new Verifier(
                pipeline(folder.resolve("data")).pins().trust(), Demands.ofService(), SignatureChecker.standard());
        int all = 0;
        for (List<Accepted> mine : accepted) {
            long last = -1;
            for (Accepted one : mine) {
                Attested attested = await().atMost(Duration.ofMinutes(3))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> done(client, one, artifact), Optional::isPresent)
                        .orElseThrow();
                assertThat(verifier.verify(attested.bundle(), new Artifact.Named(DIGEST), Instant.now()))
                        .isInstanceOf(Outcome.Verified.class);
                long place = Bundle.decode(attested.bundle())
                        .material()
                        .logEntries()
                        .getFirst()
                        .index();
                assertThat(place).as("the order of acceptance, " + what).isGreaterThan(last);
                last = place;
                all++;
            }
        }
        System.out.println(
                "attestations that waited, " + what + ": " + all + " finished and verified, none lost, in order, "
                        + (System.nanoTime() - begin) / 1_000_000 + " ms after the end");
    }

    /** The same request again: its attestation when it is done. */
    private static Optional<Attested> done(ExhibitClient client, Accepted one, Path artifact) {
        try {
            return Optional.of(client.attest(one.order(), artifact, false));
        } catch (ClientProblem problem) {
            assertThat(problem.status()).as(problem.getMessage()).isIn(0, 202, 503);
            return Optional.empty();
        }
    }

    private static AttestOrder order(String key) {
        Json.Obj claim = Json.object()
                .with(
                        "buildDefinition",
                        Json.object()
                                .with("buildType", "https://example.com/build/v1")
                                .with("externalParameters", Json.object().with("number", key)))
                .with(
                        "runDetails",
                        Json.object().with("builder", Json.object().with("id", "https://example.com/builder")));
        return new AttestOrder("waiting-" + key, "artifact", DIGEST, PredicateTypes.SLSA_PROVENANCE, claim);
    }

    private static Context pipeline(Path data) {
        return InstalledProgram.context(data, "pipeline");
    }

    private Path config(TestTimestampAuthority timestamps, Json.Obj store) throws IOException {
        Files.writeString(folder.resolve("elsewhere.pem"), timestamps.chain());
        String origin = timestamps.url().origin().toString();
        Json.Obj external = Json.object()
                .with("name", "elsewhere")
                .with("url", origin + timestamps.url().target())
                .with(
                        "chains",
                        Json.texts(List.of(folder.resolve("elsewhere.pem").toString())));
        Json.Obj free = Json.object().with("port", 0);
        Json.Obj settings = Json.object()
                .with("store", store)
                .with("listen", free)
                .with("authority", free)
                .with("operations", free)
                .with("fetch", Json.object().with("allow", Json.texts(List.of(origin))))
                .with("timestamps", Json.object().with("demand", 1).with("external", Json.array(List.of(external))));
        return Files.write(
                folder.resolve("config.json"),
                CanonicalJson.of(settings).bytes().toArray());
    }
}
