package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The legal holds. Contract: each change is one transaction with its audit record and its journal event; once {@code place}
 * returned, nothing that the hold covers is removed. Thread-safe. Every method may throw {@code unavailable}.
 */
public interface Holds {
    /** Places a hold. @throws dev.exhibit.boundary.problem.ProblemException {@code wrong_state} for an id that is taken */
    Hold place(Call call, Hold hold);

    /** The hold, if this tenant has it. */
    Optional<Hold> find(TenantId tenant, UUID id);

    /** Releases a hold; one that is released already stays as it was. Nothing if this tenant has none of that id. */
    Optional<Hold> release(Call call, UUID id, Instant at);

    /** Holds in the order of their placing, latest first, at most {@code max}. */
    List<Hold> list(TenantId tenant, int max);
}
