package dev.exhibit.evidence.event;

import dev.exhibit.boundary.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The journal as a feed, and how far each sink has got. Contract: positions have no gaps, so nothing is skipped; what
 * {@code delivered} was told is durable; of several processes one at a time holds the lease of a sink, as long as clocks and
 * patience agree, and where they do not an event is delivered twice. Thread-safe. Every method may throw {@code unavailable}.
 */
public interface EventFeed {
    /** Takes the lease of a sink. @return where to go on, or nothing if another process has it */
    OptionalLong lease(TenantId tenant, String sink, Instant now, Duration time);

    /** Events with a place in the journal, from {@code position} on, in order, without gaps. */
    List<CloudEvent> from(TenantId tenant, long position, int max);

    /** Gives the lease back. */
    void release(TenantId tenant, String sink, Instant now);

    /** Says that everything before {@code next} has been delivered, and keeps the lease until {@code until}. */
    void delivered(TenantId tenant, String sink, long next, Instant until);
}
