package dev.exhibit.authority;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * At most so many events of one name within any stretch of a time. Remembers a bounded number of names: the one that was
 * quiet for longest is forgotten first. Thread-safe.
 */
public final class SlidingLimit {
    private static final int MAX_NAMES = 20_000;

    private final int most;
    private final long nanos;
    private final LongSupplier nanoTime;
    private final Map<String, Deque<Long>> events = new LinkedHashMap<>(16, 0.75f, true);

    /** @param nanoTime a monotonic clock in nanoseconds */
    public SlidingLimit(int most, Duration time, LongSupplier nanoTime) {
        this.most = most;
        this.nanos = time.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Counts an event of {@code name}, unless there were as many as may be: then how long to wait for the next. */
    public synchronized Optional<Duration> take(String name) {
        Optional<Duration> wait = full(name);
        if (wait.isEmpty()) {
            events.computeIfAbsent(name, fresh -> new ArrayDeque<>()).addLast(nanoTime.getAsLong());
            forgetEldest();
        }
        return wait;
    }

    /** How long to wait until another event of {@code name} may be counted; empty if it may be now. */
    public synchronized Optional<Duration> full(String name) {
        Deque<Long> known = events.get(name);
        if (known == null || known.size() < most) {
            return Optional.empty();
        }
        long left = known.getFirst() + nanos - nanoTime.getAsLong();
        if (left > 0) {
            return Optional.of(Duration.ofNanos(left));
        }
        known.removeFirst();
        return Optional.empty();
    }

    private void forgetEldest() {
        if (events.size() > MAX_NAMES) {
            events.remove(events.keySet().iterator().next());
        }
    }
}
