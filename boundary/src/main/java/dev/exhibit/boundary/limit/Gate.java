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

/**
 * A number of places, and a short bench of those who wait for one. No tenant and no caller takes more than its share of
 * either, so a crowd of one never keeps the others out. A place that becomes free goes to what is urgent first, then to
 * the tenant that has the fewest, then to who came first. Thread-safe.
 */
public final class Gate {
    private final Quota places;
    private final Quota bench;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Tally inside = new Tally();
    private final Tally outside = new Tally();
    private final List<Waiting> waiting = new ArrayList<>();

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

    private Gate(Quota places, AdmissionLimits limits) {
        this.places = places;
        this.bench = places.times(limits.queue());
        this.patience = limits.waitTime();
    }

    /** Places of which nobody gets more than a share. */
    static Gate shared(int places, AdmissionLimits limits) {
        return new Gate(Quota.of(places, limits), limits);
    }

    /** Places for whoever comes: where nobody is identified yet. */
    public static Gate undivided(int places, AdmissionLimits limits) {
        return new Gate(Quota.undivided(places), limits);
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
        Waiting me = new Waiting(visitor, lock.newCondition());
        waiting.add(me);
        outside.add(visitor);
        if (!called(me)) {
            waiting.remove(me);
            outside.remove(visitor);
            throw refused(visitor);
        }
    }

    /** Whether {@code me} was let in before its patience was over; who lets it in takes it off the bench. */
    private boolean called(Waiting me) {
        long left = patience.toNanos();
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
