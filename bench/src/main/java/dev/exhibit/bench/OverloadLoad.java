package dev.exhibit.bench;

import dev.exhibit.client.ClientParts;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Open-loop load: attestations are sent at their times, whatever happens to those before, and nothing is sent again.
 * Latencies count from the time at which a request should have been sent, so that a stall shows in all that it delays.
 *
 * @param connection where to and as whom
 * @param trust what every answer must verify with
 * @param perSecond how many are sent
 * @param connections how many are open before the first request
 * @param artifactBytes size of each artifact
 */
record OverloadLoad(Connection connection, Trust trust, double perSecond, int connections, int artifactBytes) {
    /** More connections than this the generator does not open; what it could not send is told. */
    private static final int MOST_AT_ONCE = 256;

    /** What an answer may take, and a refusal too: later than this is not normal. */
    private static final Duration NORMAL = Duration.ofMillis(250);

    private static final Set<Integer> REFUSALS = Set.of(429, 503);

    /**
     * What a run measured.
     *
     * @param elapsed from the first to the last request
     * @param served latencies of what was attested and verified, microseconds
     * @param refused latencies of answers with 429 and 503, microseconds
     * @param failed anything else
     * @param unsent what the generator had no room for
     * @param lastBad when the last request was due that was not answered well and in time, microseconds after the first
     * @param own processor time of the generator itself
     */
    record Measured(
            Duration elapsed,
            ConcurrentHistogram served,
            ConcurrentHistogram refused,
            AtomicLong failed,
            AtomicLong unsent,
            AtomicLong lastBad,
            Duration own) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%.1f per second attested, p50 %.0f ms, p99 %.0f ms; %d refused, p50 %.0f ms, p99 %.0f ms;"
                            + " %d failed, %d not sent (generator busy %d %%)",
                    served.getTotalCount() / (elapsed.toNanos() / 1e9),
                    served.getValueAtPercentile(50) / 1e3,
                    served.getValueAtPercentile(99) / 1e3,
                    refused.getTotalCount(),
                    refused.getValueAtPercentile(50) / 1e3,
                    refused.getValueAtPercentile(99) / 1e3,
                    failed.get(),
                    unsent.get(),
                    100 * own.toNanos() / elapsed.toNanos());
        }

        double secondsToNormal() {
            return lastBad.get() / 1e6;
        }
    }

    /** What is counted while a run goes on. */
    private static final class Counts {
        private final ConcurrentHistogram served = new ConcurrentHistogram(AttestLoad.MAX_MICROS, 3);
        private final ConcurrentHistogram refused = new ConcurrentHistogram(AttestLoad.MAX_MICROS, 3);
        private final AtomicLong failed = new AtomicLong();
        private final AtomicLong unsent = new AtomicLong();
        private final AtomicLong lastBad = new AtomicLong();
        /** Verified when the run is over, so that the generator keeps up. */
        private final Queue<Bytes> bundles = new ConcurrentLinkedQueue<>();

        void isBad(long sinceBegin) {
            lastBad.accumulateAndGet(sinceBegin / 1000, Math::max);
        }

        void answered(ConcurrentHistogram kind, long took) {
            kind.recordValue(Math.min(took / 1000, AttestLoad.MAX_MICROS));
        }
    }

    Measured run(Duration time) {
        Counts counts = new Counts();
        Path artifact = AttestLoad.artifact(artifactBytes);
        Digest digest = Hashing.of(artifact).digest();
        Duration before = processorTime();
        try (ExhibitClient client = new ExhibitClient(
                connection,
                new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom()))) {
            connect(client);
            send(time, counts, due -> attest(client, artifact, digest, due, counts));
        }
        Duration own = processorTime().minus(before);
        Verifier verifier = AttestLoad.verifier(trust);
        for (Bytes bundle : counts.bundles) {
            if (!AttestLoad.isVerified(verifier, bundle, digest)) {
                throw new IllegalStateException("an answer does not verify");
            }
        }
        return new Measured(time, counts.served, counts.refused, counts.failed, counts.unsent, counts.lastBad, own);
    }

    /** The time at which a request should have been sent, and since when that is counted. */
    private record Due(long begin, long at) {
        long sinceBegin() {
            return at - begin;
        }

        long late() {
            return System.nanoTime() - at;
        }
    }

    /** Clients that are there already: what it costs to come in is another figure. */
    private void connect(ExhibitClient client) {
        CountDownLatch all = new CountDownLatch(connections);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                threads.execute(() -> {
                    all.countDown();
                    try {
                        all.await();
                        client.keys();
                    } catch (ClientProblem refused) {
                        // it is connected all the same
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        }
    }

    private void send(Duration time, Counts counts, Consumer<Due> request) {
        Semaphore room = new Semaphore(MOST_AT_ONCE);
        long count = Math.round(perSecond * time.toSeconds());
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < count; i++) {
                Due due = new Due(begin, begin + Math.round(i * 1e9 / perSecond));
                waitUntil(due.at());
                if (room.tryAcquire()) {
                    threads.execute(() -> {
                        request.accept(due);
                        room.release();
                    });
                } else {
                    counts.unsent.incrementAndGet();
                    counts.isBad(due.sinceBegin());
                }
            }
        }
    }

    private static void attest(ExhibitClient client, Path artifact, Digest digest, Due due, Counts counts) {
        try {
            counts.bundles.add(
                    client.attest(AttestLoad.order(digest), artifact, false).bundle());
            long took = due.late();
            counts.answered(counts.served, took);
            if (took > NORMAL.toNanos()) {
                counts.isBad(due.sinceBegin());
            }
        } catch (ClientProblem problem) {
            counts.isBad(due.sinceBegin());
            if (REFUSALS.contains(problem.status())) {
                counts.answered(counts.refused, due.late());
            } else {
                counts.failed.incrementAndGet();
            }
        } catch (RuntimeException broken) {
            counts.isBad(due.sinceBegin());
            counts.failed.incrementAndGet();
        }
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
