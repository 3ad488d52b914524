package dev.exhibit.bench;

import dev.exhibit.client.ClientParts;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Open-loop load: attestations are sent at their times, whatever happens to those before, and nothing is sent again.
 * Latencies count from the time at which a request should have been sent, so that a stall shows in all that it delays.
 *
 * @param connection where to and as whom
 * @param trust what every answer must verify with
 * @param perSecond how many are sent
 * @param artifactBytes size of each artifact
 */
record OverloadLoad(Connection connection, Trust trust, double perSecond, int artifactBytes) {
    /** More at once than this the generator itself could not follow; what it could not send is told. */
    private static final int MOST_AT_ONCE = 1_000;

    private static final Set<Integer> REFUSALS = Set.of(429, 503);

    /**
     * What a run measured.
     *
     * @param elapsed from the first to the last request
     * @param served latencies of what was attested and verified, microseconds
     * @param refused latencies of answers with 429 and 503, microseconds
     * @param failed anything else
     * @param unsent what the generator had no room for
     */
    record Measured(
            Duration elapsed,
            ConcurrentHistogram served,
            ConcurrentHistogram refused,
            AtomicLong failed,
            AtomicLong unsent) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%.1f per second attested, p50 %.0f ms, p99 %.0f ms; %d refused, p99 %.0f ms; %d failed, %d not sent",
                    served.getTotalCount() / (elapsed.toNanos() / 1e9),
                    served.getValueAtPercentile(50) / 1e3,
                    served.getValueAtPercentile(99) / 1e3,
                    refused.getTotalCount(),
                    refused.getValueAtPercentile(99) / 1e3,
                    failed.get(),
                    unsent.get());
        }
    }

    Measured run(Duration time) {
        Measured measured = new Measured(time, histogram(), histogram(), new AtomicLong(), new AtomicLong());
        Verifier verifier = AttestLoad.verifier(trust);
        Path artifact = AttestLoad.artifact(artifactBytes);
        Digest digest = Hashing.of(artifact).digest();
        Semaphore room = new Semaphore(MOST_AT_ONCE);
        long count = Math.round(perSecond * time.toSeconds());
        long begin = System.nanoTime();
        try (ExhibitClient client = new ExhibitClient(
                        connection,
                        new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom()));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < count; i++) {
                long due = begin + Math.round(i * 1e9 / perSecond);
                waitUntil(due);
                if (room.tryAcquire()) {
                    var unused = threads.submit(() -> {
                        attest(client, verifier, artifact, digest, due, measured);
                        room.release();
                    });
                } else {
                    measured.unsent().incrementAndGet();
                }
            }
        }
        return measured;
    }

    private void attest(
            ExhibitClient client, Verifier verifier, Path artifact, Digest digest, long due, Measured measured) {
        try {
            var attested = client.attest(AttestLoad.order(digest), artifact, false);
            long micros = (System.nanoTime() - due) / 1000;
            if (AttestLoad.isVerified(verifier, attested, digest)) {
                measured.served().recordValue(Math.min(micros, AttestLoad.MAX_MICROS));
            } else {
                measured.failed().incrementAndGet();
            }
        } catch (ClientProblem problem) {
            if (REFUSALS.contains(problem.status())) {
                long micros = (System.nanoTime() - due) / 1000;
                measured.refused().recordValue(Math.min(micros, AttestLoad.MAX_MICROS));
            } else {
                measured.failed().incrementAndGet();
            }
        } catch (RuntimeException broken) {
            measured.failed().incrementAndGet();
        }
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static ConcurrentHistogram histogram() {
        return new ConcurrentHistogram(AttestLoad.MAX_MICROS, 3);
    }
}
