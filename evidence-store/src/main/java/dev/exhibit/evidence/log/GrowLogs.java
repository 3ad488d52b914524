package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the journals grow of those tenants that something was written for, round after round, and wakes those who wait for
 * their entries. Thread-safe; rounds one after another.
 */
public final class GrowLogs {
    private static final Logger LOGGER = LoggerFactory.getLogger(GrowLogs.class);
    private static final LogName LOG = LogName.JOURNAL;

    private final Sequencer sequencer;
    private final LogReader reader;
    private final LongSupplier nanoTime;
    private final Growth growth;
    /** And when they were, first. */
    private final Map<TenantId, Long> touched = new ConcurrentHashMap<>();

    private final Map<TenantId, String> stuck = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition round = lock.newCondition();
    private long rounds;

    /** Told of each checkpoint. */
    @FunctionalInterface
    public interface Growth {
        /**
         * A log grew.
         *
         * @param entries how many the checkpoint added
         * @param nanos since the first of them was written, as far as this process knows
         */
        void grew(long entries, long nanos);
    }

    /** @param nanoTime a monotonic clock in nanoseconds */
    public GrowLogs(Sequencer sequencer, LogReader reader, LongSupplier nanoTime, Growth growth) {
        this.sequencer = sequencer;
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.growth = growth;
    }

    /** Something may wait in this tenant's journal. */
    public void touched(TenantId tenant) {
        touched.putIfAbsent(tenant, nanoTime.getAsLong());
    }

    /** What another process left behind may wait in these tenants' journals. */
    public void touched(Collection<TenantId> tenants) {
        tenants.forEach(this::touched);
    }

    /**
     * Covers a batch of what waits now. Who wrote more, or goes on writing, has the next batch in the next round, so that
     * nobody is kept waiting by another; so is tried again whose log cannot grow.
     */
    public void run() {
        Map<TenantId, Long> now = Map.copyOf(touched);
        touched.keySet().removeAll(now.keySet());
        now.forEach(this::grow);
        lock.lock();
        try {
            rounds++;
            round.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void grow(TenantId tenant, long since) {
        try {
            long grown = sequencer.run(tenant, LOG);
            if (grown > 0) {
                growth.grew(grown, nanoTime.getAsLong() - since);
                touched(tenant);
            }
            stuck.remove(tenant);
        } catch (RuntimeException failed) {
            touched.putIfAbsent(tenant, since);
            if (stuck.put(tenant, String.valueOf(failed.getMessage())) == null) {
                LOGGER.atError()
                        .setCause(failed)
                        .addKeyValue("tenant", tenant)
                        .log("the journal does not grow; tried again");
            }
        }
    }

    /** What an operator should know; empty if every log grows. */
    public Optional<String> problem() {
        return stuck.entrySet().stream()
                .findFirst()
                .map(one -> "the journal of tenant " + one.getKey() + " does not grow: " + one.getValue());
    }

    /**
     * Waits until a checkpoint covers an entry.
     *
     * @return the entry and its proof, or nothing when the time is over
     */
    public Optional<LogReader.Proven> await(TenantId tenant, Digest leaf, Duration time) {
        long end = nanoTime.getAsLong() + time.toNanos();
        touched(tenant);
        long seen = rounds();
        Optional<LogReader.Proven> proven = reader.inclusion(tenant, LOG, leaf);
        while (proven.isEmpty() && awaitRound(seen, end - nanoTime.getAsLong())) {
            seen = rounds();
            proven = reader.inclusion(tenant, LOG, leaf);
        }
        return proven;
    }

    private long rounds() {
        lock.lock();
        try {
            return rounds;
        } finally {
            lock.unlock();
        }
    }

    /** Returns once there was a round after so many, or {@code false} when the time is over. */
    private boolean awaitRound(long seen, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (rounds == seen && left > 0) {
                left = round.awaitNanos(left);
            }
            return rounds > seen;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
