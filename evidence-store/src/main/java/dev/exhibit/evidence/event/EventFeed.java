package dev.exhibit.evidence.event;

import dev.exhibit.boundary.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The journal as a feed, and how far each sink has got. Contract: positions have no gaps, so nothing is skipped; what
 * {@code delivered} was told is durable; of several processes one at a time holds the lease of a sink, by the database's clock.
 * Whoever sleeps longer than its lease may deliver an event a second time, and learns of it then. Thread-safe. Every method may
 * throw {@code unavailable}.
 */
public interface EventFeed {
    /**
     * That a process may deliver to a sink.
     *
     * @param id of this lease and no other
     * @param next the position to go on from
     */
    record Lease(UUID id, long next) {}

    /** Takes the lease of a sink for a time; nothing if another process has it. */
    Optional<Lease> lease(TenantId tenant, String sink, Duration time);

    /** Events with a place in the journal, from {@code position} on, in order, without gaps. */
    List<CloudEvent> from(TenantId tenant, long position, int max);

    /** Gives the lease back, unless it has passed to another process. */
    void release(TenantId tenant, String sink, Lease lease);

    /**
     * Says that everything before {@code next} has been delivered, and keeps the lease for another {@code time}.
     *
     * @return whether the lease is still this one; if not, somebody else delivers
     */
    boolean delivered(TenantId tenant, String sink, Lease lease, long next, Duration time);
}
