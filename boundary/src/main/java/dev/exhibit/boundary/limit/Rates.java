package dev.exhibit.boundary.limit;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * So many requests a second for each name, in the long run, with a burst. One number is kept for each: the time at which
 * its allowance would be whole again (the generic cell rate algorithm of ATM Forum TM 4.1, section 4.4.2). When there are
 * too many names, the one heard of longest ago is forgotten: its allowance is most likely whole. Thread-safe.
 */
final class Rates {
    private static final long SECOND = 1_000_000_000;

    private final String whose;
    private final int rate;
    private final long burst;
    private final int tracked;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    /** When each is whole again, in nanoseconds, the one heard of longest ago first. */
    private final LinkedHashMap<String, Long> whole = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param whose what the names are, for refusals
     * @param rate requests a second of each, unless {@link #take(String, int)} says another
     * @param burst seconds' worth of requests that may come at once
     * @param tracked how many names are remembered
     * @param nanoTime a monotonic clock in nanoseconds
     */
    Rates(String whose, int rate, int burst, int tracked, LongSupplier nanoTime) {
        this.whose = whose;
        this.rate = rate;
        this.burst = Math.multiplyExact(burst, SECOND);
        this.tracked = tracked;
        this.nanoTime = nanoTime;
    }

    /** Counts one request. @throws ProblemException {@code rate_limited} if it is one too many; then it is not counted */
    void take(String name) {
        take(name, rate);
    }

    /**
     * The same for a name with a rate of its own, which may change from one request to the next.
     *
     * @throws ProblemException {@code rate_limited}
     */
    void take(String name, int its) {
        long cost = SECOND / its;
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            long behind = Math.max(0, whole.getOrDefault(name, now) - now);
            if (behind + cost > burst) {
                throw tooMany(its, Math.ceilDiv(behind, cost) + 1);
            }
            makeRoom(name);
            whole.put(name, now + behind + cost);
        } finally {
            lock.unlock();
        }
    }

    int remembered() {
        lock.lock();
        try {
            return whole.size();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(String name) {
        if (whole.size() >= tracked && !whole.containsKey(name)) {
            whole.pollFirstEntry();
        }
    }

    private ProblemException tooMany(int its, long seen) {
        long limit = burst / (SECOND / its);
        return new ProblemException(
                ProblemCode.RATE_LIMITED,
                "a " + whose + " may send " + its + " requests a second, and " + limit + " at once",
                Json.object().with("limit", limit).with("seen", seen));
    }
}
