package dev.exhibit.cli.chaos;

import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Small puts and gets by a client that gives up at once, with their times. Thread-safe. */
final class Probes {
    private static final int SIZE = 1_000;
    private static final int LARGE = 200_000;

    private final ExhibitClient service;
    private final Findings findings;
    private final Predicate<Digest> isDurable;
    private final Digest known;
    private final ConcurrentLinkedQueue<Probe> all = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Digest> acknowledged = new ConcurrentLinkedQueue<>();

    /**
     * One try.
     *
     * @param fault that was then
     * @param begin nanoseconds of the clock that counts up
     * @param answer 200, or the status and code of the refusal
     */
    record Probe(String fault, long begin, Duration took, String answer) {
        boolean isRefusal() {
            return !answer.startsWith("2");
        }
    }

    /** @param isDurable whether the store's disk has these bytes */
    Probes(ExhibitClient service, Findings findings, Predicate<Digest> isDurable) {
        this.service = service;
        this.findings = findings;
        this.isDurable = isDurable;
        Bytes large = random(new Random(1), LARGE);
        this.known = Hashing.of(large);
        service.putBlob(known, large);
    }

    /** Stores something new; what is acknowledged is on the store's disk. */
    boolean put(String fault, Random random) {
        Bytes bytes = random(random, SIZE);
        Digest digest = Hashing.of(bytes);
        return tried(fault, () -> {
            service.putBlob(digest, bytes);
            acknowledged.add(digest);
            if (!isDurable.test(digest)) {
                findings.add("lost", "acknowledged during " + fault + " and not on disk: " + digest);
            }
        });
    }

    /** Reads what was stored before anything was wrong; bytes are right or none. */
    boolean get(String fault) {
        return tried(fault, () -> service.blob(known));
    }

    /** All that was ever acknowledged is there. */
    void demandAll() {
        for (Digest digest : acknowledged) {
            if (!tried("none", () -> service.blob(digest))) {
                findings.add("lost", "acknowledged and gone: " + digest);
            }
        }
    }

    int acknowledgements() {
        return acknowledged.size();
    }

    List<Probe> refusals(String fault) {
        return all.stream()
                .filter(one -> one.fault().equals(fault) && one.isRefusal())
                .toList();
    }

    private boolean tried(String fault, Runnable act) {
        long begin = System.nanoTime();
        String answer = "200";
        try {
            act.run();
        } catch (ClientProblem refused) {
            answer = refused.status() + " " + refused.code();
            boolean isHonest = refused.status() == 503
                    || refused.status() == 429
                    || refused.code().equals("unreachable")
                    // What came was wrong, and was not served.
                    || (fault.equals("WRONG") && refused.code().equals("integrity"));
            if (!isHonest) {
                findings.add("failed", "during " + fault + ": " + refused.getMessage());
            }
        }
        Probe probe = new Probe(fault, begin, Duration.ofNanos(System.nanoTime() - begin), answer);
        all.add(probe);
        return !probe.isRefusal();
    }

    private static Bytes random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.owned(bytes);
    }
}
