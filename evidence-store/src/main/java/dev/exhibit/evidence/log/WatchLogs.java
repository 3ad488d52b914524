package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** How long entries wait for a checkpoint. Thread-safe. */
public final class WatchLogs {
    /** An entry that waits longer tells of something that somebody should look at. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LogIndex index;
    private final InstantSource clock;
    private final Map<TenantId, Instant> waiting = new ConcurrentHashMap<>();

    public WatchLogs(LogIndex index, InstantSource clock) {
        this.index = index;
        this.clock = clock;
    }

    /** Looks at the logs of all tenants there are. */
    public void look(Collection<TenantId> tenants) {
        waiting.keySet().retainAll(tenants);
        tenants.forEach(tenant ->
                since(tenant).ifPresentOrElse(since -> waiting.put(tenant, since), () -> waiting.remove(tenant)));
    }

    private Optional<Instant> since(TenantId tenant) {
        return Stream.of(LogName.values())
                .flatMap(log -> index.waitingSince(tenant, log).stream())
                .min(Instant::compareTo);
    }

    /** How long the oldest entry has been waiting, as of the last look; zero where none was. */
    public Duration oldest() {
        return waiting.values().stream()
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, clock.instant()))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO);
    }

    /** What an operator should know; empty while no entry waits for long. */
    public Optional<String> problem() {
        Instant late = clock.instant().minus(PATIENCE);
        return waiting.entrySet().stream()
                .filter(one -> one.getValue().isBefore(late))
                .findFirst()
                .map(one ->
                        "entries of tenant " + one.getKey() + " have waited for a checkpoint since " + one.getValue());
    }
}
