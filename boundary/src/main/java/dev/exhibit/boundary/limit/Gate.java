package dev.exhibit.boundary.limit;

import dev.exhibit.boundary.AdmissionLimits;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A number of places, and a short bench of those who wait for one. No tenant and no caller takes more than its share of
 * either, so a crowd of one never keeps the others out. A place that becomes free goes to what is urgent first, then to
 * the tenant that has the fewest, then to who came first.
 *
 * <p>The bench is for bursts. If it has not been empty for as long as one may wait there, more come than can be served, and
 * waiting only makes everybody late: until nobody has had to wait for that long, whoever's tenant has somebody in here
 * already waits hardly at all (after B. Maurer, "Fail at Scale", ACM Queue 13/8, controlled delay). Thread-safe.
 */
public final class Gate {
    private final Quota places;
    private final Quota bench;
    private final Duration patience;
    private final Duration pressed;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Tally inside = new Tally();
    private final Tally outside = new Tally();
    private final List<Waiting> waiting = new ArrayList<>();
    /** Since when somebody has been waiting without a break; of no meaning while nobody is. */
    private long waitingSince;
    /** When somebody last found no place. */
    private long lastFull;

    private boolean crowded;

    /** A place; to be left once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Waiting {
        private final Visitor visitor;
        private final Condition turn;
        private boolean admitted;

        Waiting(Visitor visitor, Condition turn) {
            this.visitor = visitor;
            this.turn = turn;
        }
    }

    private Gate(Quota places, AdmissionLimits limits, LongSupplier nanoTime) {
        this.places = places;
        this.bench = places.times(limits.queue());
        this.patience = limits.waitTime();
        this.pressed = limits.pressedWait();
        this.nanoTime = nanoTime;
    }

    /**
     * Places of which nobody gets more than a share.
     *
     * @param nanoTime a monotonic clock in nanoseconds
     */
    static Gate shared(int places, AdmissionLimits limits, LongSupplier nanoTime) {
        return new Gate(Quota.of(places, limits), limits, nanoTime);
    }

    /**
     * Places for whoever comes: where nobody is identified yet.
     *
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public static Gate undivided(int places, AdmissionLimits limits, LongSupplier nanoTime) {
        return new Gate(Quota.undivided(places), limits, nanoTime);
    }

    /**
     * Takes a place, waiting a little for it if need be.
     *
     * @throws ProblemException {@code concurrency_limited} if the visitor's own tenant or caller has its share,
     *     {@code overloaded} if others have the places; both at once if the thread is interrupted
     */
    public Place enter(Visitor visitor) {
        lock.lock();
        try {
            if (!places.hasRoom(inside, visitor)) {
                queue(visitor);
            } else {
                inside.add(visitor);
            }
        } finally {
            lock.unlock();
        }
        return () -> leave(visitor);
    }

    /**
     * Refuses a visitor who could not even wait at this moment, before anything is done for it.
     *
     * @throws ProblemException as {@link #enter} does
     */
    void demandHope(Visitor visitor) {
        lock.lock();
        try {
            if (!places.hasRoom(inside, visitor)) {
                boolean late = isCrowded() && !isAlone(visitor);
                if (late || !bench.hasRoom(outside, visitor)) {
                    throw refused(visitor);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The number of places that nobody has. */
    public int free() {
        lock.lock();
        try {
            return places.all() - inside.all();
        } finally {
            lock.unlock();
        }
    }

    /** The number of those who wait. */
    public int waiting() {
        lock.lock();
        try {
            return outside.all();
        } finally {
            lock.unlock();
        }
    }

    private void queue(Visitor visitor) {
        if (!bench.hasRoom(outside, visitor)) {
            throw refused(visitor);
        }
        Duration mine = isCrowded() && !isAlone(visitor) ? pressed : patience;
        Waiting me = new Waiting(visitor, lock.newCondition());
        waiting.add(me);
        outside.add(visitor);
        if (!called(me, mine)) {
            waiting.remove(me);
            outside.remove(visitor);
            throw refused(visitor);
        }
    }

    /** Whether more come than can be served; asked whenever somebody finds no place. */
    private boolean isCrowded() {
        long now = nanoTime.getAsLong();
        long most = patience.toNanos();
        if (waiting.isEmpty()) {
            waitingSince = now;
            crowded = crowded && now - lastFull < most;
        } else {
            crowded = crowded || now - waitingSince >= most;
        }
        lastFull = now;
        return crowded;
    }

    /** Of whose tenant nobody is here is not part of the crowd. */
    private boolean isAlone(Visitor visitor) {
        int ofTenant = inside.ofTenant(visitor) + outside.ofTenant(visitor);
        return ofTenant + inside.ofCaller(visitor) + outside.ofCaller(visitor) == 0;
    }

    /** Whether {@code me} was let in before its patience was over; who lets it in takes it off the bench. */
    private boolean called(Waiting me, Duration mine) {
        long left = mine.toNanos();
        try {
            while (!me.admitted && left > 0) {
                left = me.turn.awaitNanos(left);
            }
            return me.admitted;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return me.admitted;
        }
    }

    private void leave(Visitor visitor) {
        lock.lock();
        try {
            inside.remove(visitor);
            next().ifPresent(this::admit);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Waiting> next() {
        return waiting.stream()
                .filter(one -> places.hasRoom(inside, one.visitor))
                .min(Comparator.comparing((Waiting one) -> !one.visitor.urgent())
                        .thenComparingInt(one -> inside.ofTenant(one.visitor)));
    }

    private void admit(Waiting one) {
        waiting.remove(one);
        outside.remove(one.visitor);
        inside.add(one.visitor);
        one.admitted = true;
        one.turn.signal();
    }

    private ProblemException refused(Visitor visitor) {
        Optional<Quota.Excess> own = places.excess(inside, visitor).or(() -> bench.excess(outside, visitor));
        return own.map(Gate::tooMany)
                .orElseGet(() -> new ProblemException(ProblemCode.OVERLOADED, "all places are taken"));
    }

    private static ProblemException tooMany(Quota.Excess excess) {
        return new ProblemException(
                ProblemCode.CONCURRENCY_LIMITED,
                "the " + excess.whose() + " has its share of " + excess.limit() + " at once",
                Json.object().with("limit", excess.limit()).with("seen", excess.seen()));
    }
}
