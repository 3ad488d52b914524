package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the signature logs for those who wait for the proof: all who wait when a round begins share its transaction, its
 * files and its checkpoint. Nothing is durable before the round, and nobody is answered before its end. Thread-safe; rounds one
 * after another.
 */
public final class AppendEntries {
    private static final Logger LOGGER = LoggerFactory.getLogger(AppendEntries.class);
    private static final LogName LOG = LogName.SIGNATURE;
    /** Whoever waits longer tells of something that somebody should look at. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Sequencer sequencer;
    private final LogReader reader;
    private final LongSupplier nanoTime;
    private final GrowLogs.Growth growth;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Map<TenantId, Map<Digest, Waiting>> waiting = new LinkedHashMap<>();
    /** Whose logs may have places that no checkpoint covers. */
    private final Set<TenantId> unfinished = new LinkedHashSet<>();

    private final Map<TenantId, String> stuck = new ConcurrentHashMap<>();

    /** Somebody waits, or several do, since so many nanoseconds. */
    private record Waiting(Bytes body, long since, CompletableFuture<LogReader.Proven> answer) {}

    /** @param nanoTime a monotonic clock in nanoseconds */
    public AppendEntries(Sequencer sequencer, LogReader reader, LongSupplier nanoTime, GrowLogs.Growth growth) {
        this.sequencer = sequencer;
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.growth = growth;
    }

    /**
     * Appends an entry of at most 65,535 bytes and waits for its proof to the first checkpoint that covers it. An entry that is
     * there already gets the same proof again.
     *
     * @throws ProblemException {@code unavailable} if it is not covered in time: it may be there later
     */
    public LogReader.Proven append(TenantId tenant, Bytes body, Duration time) {
        if (body.size() > EntryBundle.MAX_ENTRY) {
            throw new IllegalArgumentException("an entry has at most " + EntryBundle.MAX_ENTRY + " bytes");
        }
        Digest leaf = MerkleTree.leaf(body);
        CompletableFuture<LogReader.Proven> answer = enqueue(tenant, leaf, body);
        try {
            return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the signature log has no checkpoint in time", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the service stops", stopped);
        } catch (ExecutionException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the signature log does not grow now", failed);
        }
    }

    /** Puts entries in line, in this order, for callers of {@link #append} who come for them; waits for nothing. */
    public void announce(TenantId tenant, List<Bytes> bodies) {
        lock.lock();
        try {
            for (Bytes body : bodies) {
                var unused = enqueue(tenant, MerkleTree.leaf(body), body);
            }
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<LogReader.Proven> enqueue(TenantId tenant, Digest leaf, Bytes body) {
        lock.lock();
        try {
            Waiting there = waiting.computeIfAbsent(tenant, none -> new LinkedHashMap<>())
                    .computeIfAbsent(leaf, none -> new Waiting(body, nanoTime.getAsLong(), new CompletableFuture<>()));
            wanted.signalAll();
            return there.answer();
        } finally {
            lock.unlock();
        }
    }

    /** A stopped process may have left places without a checkpoint in these tenants' logs. */
    public void touched(Collection<TenantId> tenants) {
        lock.lock();
        try {
            unfinished.addAll(tenants);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work, at most so long, and does what there is then: one batch for each tenant. */
    public void round(Duration most) {
        for (TenantId tenant : wanting(most)) {
            // Who waits now; who comes later has the next round.
            Map<Digest, Waiting> now = waiting(tenant);
            try {
                round(tenant, now);
                stuck.remove(tenant);
            } catch (RuntimeException failed) {
                refuse(tenant, now.keySet(), failed);
            }
        }
    }

    /** What an operator should know; empty if every log grows. */
    public Optional<String> problem() {
        return stuck.entrySet().stream()
                .findFirst()
                .map(one -> "the signature log of tenant " + one.getKey() + " does not grow: " + one.getValue())
                .or(this::overdue);
    }

    /** Also where rounds hang, or take place no more. */
    private Optional<String> overdue() {
        long now = nanoTime.getAsLong();
        lock.lock();
        try {
            return waiting.entrySet().stream()
                    .filter(tenant ->
                            tenant.getValue().values().stream().anyMatch(one -> now - one.since() > PATIENCE.toNanos()))
                    .findFirst()
                    .map(one -> "signatures of tenant " + one.getKey() + " wait for a checkpoint for more than "
                            + PATIENCE.toSeconds() + " s");
        } finally {
            lock.unlock();
        }
    }

    /** How many entries wait now. */
    int waiting() {
        lock.lock();
        try {
            return waiting.values().stream().mapToInt(Map::size).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Those for whom somebody waits, and one more: logs that nobody waits for keep nobody waiting. */
    private Set<TenantId> wanting(Duration most) {
        lock.lock();
        try {
            long left = most.toNanos();
            while (waiting.isEmpty() && unfinished.isEmpty() && left > 0) {
                left = wanted.awaitNanos(left);
            }
            Set<TenantId> tenants = new LinkedHashSet<>(waiting.keySet());
            unfinished.stream().findFirst().ifPresent(tenants::add);
            unfinished.removeAll(tenants);
            return tenants;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Set.of();
        } finally {
            lock.unlock();
        }
    }

    private void round(TenantId tenant, Map<Digest, Waiting> now) {
        List<Bytes> bodies =
                now.values().stream().map(Waiting::body).limit(Sequencer.BATCH).toList();
        // 1. One batch, which may be what a stopped process left.
        Optional<Grown> grown = sequencer.grow(tenant, LOG, bodies);
        // 2. Whose entries are in it.
        Set<Digest> left = new LinkedHashSet<>(now.keySet());
        grown.ifPresent(batch -> {
            batch.entries().stream()
                    .filter(entry -> left.remove(entry.leaf()))
                    .forEach(entry -> answer(tenant, entry.leaf(), () -> Optional.of(batch.prove(entry))));
            growth.grew(batch.entries().size(), nanoTime.getAsLong() - oldest(now));
        });
        // 3. Who asked for an entry that was there before, or that another process covered.
        left.forEach(leaf -> answer(tenant, leaf, () -> reader.first(tenant, LOG, leaf)));
    }

    /** Whoever waits for this entry, if it is covered; one that cannot be proven refuses nobody else. */
    private void answer(TenantId tenant, Digest leaf, Supplier<Optional<LogReader.Proven>> proof) {
        try {
            proof.get()
                    .ifPresent(proven ->
                            take(tenant, leaf).ifPresent(one -> one.answer().complete(proven)));
        } catch (RuntimeException failed) {
            refuse(tenant, Set.of(leaf), failed);
        }
    }

    private long oldest(Map<Digest, Waiting> now) {
        return now.values().stream().mapToLong(Waiting::since).min().orElseGet(nanoTime);
    }

    private Map<Digest, Waiting> waiting(TenantId tenant) {
        lock.lock();
        try {
            return new LinkedHashMap<>(waiting.getOrDefault(tenant, Map.of()));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Waiting> take(TenantId tenant, Digest leaf) {
        lock.lock();
        try {
            Map<Digest, Waiting> mine = waiting.getOrDefault(tenant, new LinkedHashMap<>());
            Optional<Waiting> taken = Optional.ofNullable(mine.remove(leaf));
            if (mine.isEmpty()) {
                waiting.remove(tenant);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** They are told at once: a log that does not grow now may not do so for long. What has a place gets its checkpoint later. */
    private void refuse(TenantId tenant, Set<Digest> leaves, RuntimeException failed) {
        leaves.forEach(leaf -> take(tenant, leaf).ifPresent(one -> one.answer().completeExceptionally(failed)));
        if (stuck.put(tenant, String.valueOf(failed.getMessage())) == null) {
            LOGGER.atError()
                    .setCause(failed)
                    .addKeyValue("tenant", tenant)
                    .log("the signature log does not grow; tried again");
        }
    }
}
