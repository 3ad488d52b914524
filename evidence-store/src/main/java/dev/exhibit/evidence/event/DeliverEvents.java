package dev.exhibit.evidence.event;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.evidence.event.EventFeed.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers journal events to one sink: each at least once, a tenant's in their order. A sink that refuses is asked again
 * with growing pauses; nothing is ever skipped. Thread-safe.
 */
public final class DeliverEvents {
    /** How long the lease is held after each delivery. */
    public static final Duration LEASE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(DeliverEvents.class);
    private static final int PAGE = 100;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** What the log does for itself. */
    private static final Set<String> NOT_TOLD = Set.of("heads", "audit.head");

    private final EventFeed feed;
    private final EventSink sink;
    private final InstantSource clock;
    private final Map<TenantId, Trouble> troubles = new ConcurrentHashMap<>();

    /** Since when a delivery fails, and how long to wait before the next attempt. */
    private record Trouble(Instant since, Duration pause, Instant next, String why) {}

    public DeliverEvents(EventFeed feed, EventSink sink, InstantSource clock) {
        this.feed = feed;
        this.sink = sink;
        this.clock = clock;
    }

    /** Delivers what there is for a tenant. @return how many events were handed over */
    public int run(TenantId tenant) {
        Instant now = clock.instant();
        if (Optional.ofNullable(troubles.get(tenant))
                .filter(trouble -> now.isBefore(trouble.next()))
                .isPresent()) {
            return 0;
        }
        return feed.lease(tenant, sink.name(), LEASE)
                .map(lease -> deliver(tenant, lease))
                .orElse(0);
    }

    private int deliver(TenantId tenant, Lease lease) {
        try {
            return deliverFrom(tenant, lease);
        } finally {
            feed.release(tenant, sink.name(), lease);
        }
    }

    /** What an operator should know; empty if everything is delivered. */
    public Optional<String> problem() {
        return troubles.values().stream()
                .map(trouble ->
                        "webhook " + sink.name() + " takes nothing since " + trouble.since() + ": " + trouble.why())
                .findFirst();
    }

    private int deliverFrom(TenantId tenant, Lease lease) {
        int count = 0;
        long position = lease.next();
        List<CloudEvent> page;
        do {
            page = feed.from(tenant, position, PAGE);
            for (CloudEvent event : page) {
                if (!handOver(tenant, event)) {
                    return count;
                }
                count++;
                position = event.position() + 1;
                if (!feed.delivered(tenant, sink.name(), lease, position, LEASE)) {
                    return count;
                }
            }
        } while (page.size() == PAGE);
        troubles.remove(tenant);
        return count;
    }

    private boolean handOver(TenantId tenant, CloudEvent event) {
        if (NOT_TOLD.contains(event.name())) {
            return true;
        }
        try {
            sink.deliver(event);
            return true;
        } catch (ProblemException refused) {
            Trouble trouble = troubles.compute(tenant, (same, before) -> trouble(before, refused));
            LOG.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("sink", sink.name())
                    .addKeyValue("position", event.position())
                    .addKeyValue("again", trouble.next())
                    .log("an event is not taken: {}", refused.getMessage());
            return false;
        }
    }

    private Trouble trouble(@Nullable Trouble before, ProblemException refused) {
        Instant now = clock.instant();
        Duration pause = before == null ? FIRST_PAUSE : before.pause().multipliedBy(2);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        return new Trouble(
                before == null ? now : before.since(),
                bounded,
                now.plus(bounded),
                String.valueOf(refused.getMessage()));
    }
}
