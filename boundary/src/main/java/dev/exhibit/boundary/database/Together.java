package dev.exhibit.boundary.database;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Does at one go what several callers ask for at the same time, so that they share a transaction and its way to the disk (group
 * commit). Nobody waits for company: who comes first goes at once, and those who come while as many goes of their tenant are under
 * way as may be have the next one. One caller's failure is nobody else's: what fails for all is done again for each alone.
 * Thread-safe.
 *
 * @param <I> what is asked for
 * @param <O> what comes of it
 */
public final class Together<I, O> {
    /** How many goes of one tenant are under way at once: while one waits for the disk, the next one gathers. */
    private static final int GOES = 2;

    /** How many have one go at most. */
    private static final int MOST = 256;

    private final Work<I, O> work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TenantId, Line<I, O>> lines = new HashMap<>();

    /** What is done at one go. */
    @FunctionalInterface
    public interface Work<I, O> {
        /**
         * Does all or nothing, and may be asked for the same again, together or one by one.
         *
         * @return what came of each, in their order: its value or its refusal
         */
        List<Supplier<O>> all(TenantId tenant, List<I> items);
    }

    public Together(Work<I, O> work) {
        this.work = work;
    }

    /** The callers of one tenant. */
    private static final class Line<I, O> {
        private final Deque<Waiting<I, O>> waiting = new ArrayDeque<>();
        private int goes;
    }

    /** A caller: {@code leads} says that it does the next go, or that it has its end. */
    private record Waiting<I, O>(I item, CompletableFuture<Boolean> leads, CompletableFuture<Supplier<O>> end) {
        void ends(Supplier<O> how) {
            end.complete(how);
            leads.complete(false);
        }
    }

    /** An end of one item: what {@code work} gives now, or the problem that it throws now. */
    public static <O> Supplier<O> end(Supplier<O> work) {
        try {
            O value = work.get();
            return () -> value;
        } catch (ProblemException refused) {
            return failed(refused);
        }
    }

    private static <O> Supplier<O> failed(RuntimeException why) {
        return () -> {
            throw why;
        };
    }

    /** What comes of {@code item}, or its refusal, thrown. */
    public O ask(TenantId tenant, I item) {
        Waiting<I, O> mine = new Waiting<>(item, new CompletableFuture<>(), new CompletableFuture<>());
        if (leadsAtOnce(tenant, mine) || mine.leads().join()) {
            go(tenant, mine);
        }
        return mine.end().join().get();
    }

    private boolean leadsAtOnce(TenantId tenant, Waiting<I, O> mine) {
        lock.lock();
        try {
            Line<I, O> line = lines.computeIfAbsent(tenant, none -> new Line<>());
            if (line.goes == GOES) {
                line.waiting.add(mine);
                return false;
            }
            line.goes++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void go(TenantId tenant, Waiting<I, O> leader) {
        List<Waiting<I, O>> now = company(tenant, leader);
        List<Supplier<O>> ends = new ArrayList<>();
        try {
            ends.addAll(work.all(tenant, now.stream().map(Waiting::item).toList()));
        } catch (RuntimeException failed) {
            now.forEach(one -> ends.add(now.size() == 1 ? failed(failed) : () -> alone(tenant, one.item())));
        } finally {
            handOn(tenant);
            for (int i = 0; i < now.size(); i++) {
                now.get(i).ends(i < ends.size() ? ends.get(i) : failed(new IllegalStateException("no end")));
            }
        }
    }

    /** In the caller's own thread. */
    private O alone(TenantId tenant, I item) {
        return work.all(tenant, List.of(item)).getFirst().get();
    }

    /** The leader and whoever waits. */
    private List<Waiting<I, O>> company(TenantId tenant, Waiting<I, O> leader) {
        lock.lock();
        try {
            Deque<Waiting<I, O>> waiting = line(tenant).waiting;
            List<Waiting<I, O>> now = new ArrayList<>(List.of(leader));
            while (!waiting.isEmpty() && now.size() < MOST) {
                now.add(waiting.remove());
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** Who has waited longest leads the next go. */
    private void handOn(TenantId tenant) {
        lock.lock();
        try {
            Line<I, O> line = line(tenant);
            if (!line.waiting.isEmpty()) {
                line.waiting.remove().leads().complete(true);
                return;
            }
            line.goes--;
            if (line.goes == 0) {
                lines.remove(tenant);
            }
        } finally {
            lock.unlock();
        }
    }

    private Line<I, O> line(TenantId tenant) {
        Line<I, O> line = lines.get(tenant);
        if (line == null) {
            throw new IllegalStateException("nobody is under way");
        }
        return line;
    }
}
