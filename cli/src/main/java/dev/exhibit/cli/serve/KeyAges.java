package dev.exhibit.cli.serve;

import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** How old the oldest key in each state is, as a metric: of all tenants together, since labels name none. Thread-safe. */
final class KeyAges {
    private final InstantSource clock;
    private volatile Map<KeyState, Instant> oldest = new ConcurrentHashMap<>();

    KeyAges(InstantSource clock, Metrics metrics) {
        this.clock = clock;
        for (KeyState state : KeyState.values()) {
            metrics.keyAge(state.wire(), () -> age(state));
        }
    }

    /** Takes all keys there are now. */
    void refresh(Collection<KeyRecord> keys) {
        oldest = keys.stream()
                .collect(Collectors.toMap(
                        KeyRecord::state, KeyRecord::createdAt, (one, other) -> one.isBefore(other) ? one : other));
    }

    private long age(KeyState state) {
        Instant now = clock.instant();
        return Duration.between(oldest.getOrDefault(state, now), now).toSeconds();
    }
}
