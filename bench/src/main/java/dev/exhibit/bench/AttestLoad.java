package dev.exhibit.bench;

import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Closed-loop load: a number of clients, each attesting one small artifact after another with a fresh idempotency key.
 *
 * @param connection where to and as whom
 * @param trust what every answer must verify with
 * @param clients how many at once
 * @param artifactBytes size of each artifact
 */
record AttestLoad(Connection connection, Trust trust, int clients, int artifactBytes) {
    static final long MAX_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    /**
     * What a run measured.
     *
     * @param attestations how many were made and verified
     * @param elapsed from the first to the last
     * @param latencies of each, microseconds
     */
    record Measured(long attestations, Duration elapsed, ConcurrentHistogram latencies) {
        double perSecond() {
            return attestations / (elapsed.toNanos() / 1e9);
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    Measured run(Duration time) {
        ConcurrentHistogram latencies = new ConcurrentHistogram(MAX_MICROS, 3);
        AtomicLong made = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
                ExhibitClient client = new ExhibitClient(
                        connection,
                        new ClientParts(
                                Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom()))) {
            List<Future<?>> running = IntStream.range(0, clients)
                    .<Future<?>>mapToObj(number -> workers.submit(() -> loop(client, end, made, latencies)))
                    .toList();
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a client failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return new Measured(made.get(), Duration.ofNanos(System.nanoTime() - begin), latencies);
    }

    private void loop(ExhibitClient client, long end, AtomicLong made, ConcurrentHistogram latencies) {
        Path artifact = artifact(artifactBytes);
        Digest digest = Hashing.of(artifact).digest();
        Verifier verifier = verifier(trust);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            Attested attested = client.attest(order(digest), artifact, false);
            latencies.recordValue((System.nanoTime() - start) / 1000);
            if (!isVerified(verifier, attested, digest)) {
                throw new IllegalStateException("an answer does not verify");
            }
            made.incrementAndGet();
        }
    }

    static Verifier verifier(Trust trust) {
        return new Verifier(trust, Demands.ofOurs(), SignatureChecker.standard());
    }

    static boolean isVerified(Verifier verifier, Attested attested, Digest artifact) {
        return verifier.verify(attested.bundle(), new Artifact.Named(artifact), Instant.now())
                instanceof Outcome.Verified;
    }

    /** A fresh request about an artifact. */
    static AttestOrder order(Digest artifact) {
        return new AttestOrder(
                UUID.randomUUID().toString(), "load", artifact, PredicateTypes.SLSA_PROVENANCE, predicate());
    }

    /** A file of random bytes, which goes with the process. */
    static Path artifact(int artifactBytes) {
        try {
            byte[] content = new byte[artifactBytes];
            RandomGenerator.getDefault().nextBytes(content);
            Path file = Files.createTempFile("exhibit-load", ".bin");
            file.toFile().deleteOnExit();
            return Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Json.Obj predicate() {
        return Json.object()
                .with(
                        "buildDefinition",
                        Json.object()
                                .with("buildType", "https://exhibit.dev/build/load/v1")
                                .with("externalParameters", Json.object()))
                .with(
                        "runDetails",
                        Json.object().with("builder", Json.object().with("id", "https://exhibit.dev/build/load")));
    }
}
