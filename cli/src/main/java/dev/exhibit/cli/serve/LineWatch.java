package dev.exhibit.cli.serve;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.signer.WaitingOrders;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many attestations wait for log, timestamps or store. Thread-safe. */
final class LineWatch {
    private final WaitingOrders orders;
    private volatile Map<TenantId, WaitingOrders.Line> lines = Map.of();

    LineWatch(WaitingOrders orders, Metrics metrics) {
        this.orders = orders;
        metrics.attestationsWaiting(() ->
                lines.values().stream().mapToLong(WaitingOrders.Line::count).sum());
    }

    /** Looks at the lines of all; those that somebody stands in. */
    List<TenantId> look(Collection<TenantId> tenants) {
        Map<TenantId, WaitingOrders.Line> seen =
                new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        for (TenantId tenant : tenants) {
            WaitingOrders.Line line = orders.line(tenant);
            if (line.count() > 0) {
                seen.put(tenant, line);
            }
        }
        lines = Map.copyOf(seen);
        return List.copyOf(seen.keySet());
    }

    /** What an operator should know; empty where nobody waits. */
    Optional<String> problem() {
        Map<TenantId, WaitingOrders.Line> seen = lines;
        long count = seen.values().stream().mapToLong(WaitingOrders.Line::count).sum();
        Optional<Instant> oldest =
                seen.values().stream().flatMap(line -> line.oldest().stream()).min(Instant::compareTo);
        return oldest.map(
                since -> count + " attestations wait for log, timestamps or store, the first one since " + since);
    }
}
