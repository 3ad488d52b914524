package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept how long, and the one way by which anything is ever removed. Contract:
 *
 * <ul>
 *   <li>{@code remove} judges and removes in one transaction, with audit record and journal event. Nothing that a hold or
 *       an unexpired piece of evidence covers is removed, whoever asks.
 *   <li>From {@code remove} until {@link #GRACE} after the bytes are gone, a blob of that digest cannot be stored again, nor by
 *       a call that began to store it before: it may have seen bytes that have gone since. The database's clock decides.
 * </ul>
 *
 * Thread-safe. Every method may throw {@code unavailable}.
 */
public interface Removals {
    /** The class of bytes that are no evidence. */
    String BLOB = "blob";

    /** How long after its bytes were deleted a blob cannot come back. */
    Duration GRACE = Duration.ofMinutes(2);

    /** How many days each class is kept; a class that is not there is kept for ever. */
    Map<String, Integer> rules(TenantId tenant);

    /** Sets the rules; what changes is audited and in the journal. */
    void setRules(Call call, Map<String, Integer> days, Instant at);

    /**
     * Blobs of a tenant whose own class's time is over, in ascending order; others may still keep them.
     *
     * @param after where the page before ended
     */
    List<Digest> expired(TenantId tenant, Instant now, Digest after, int max);

    /** Removes a blob's rows, unless something keeps it. @return its class if it was removed */
    Optional<String> remove(Call call, Digest digest, Instant now);

    /**
     * Blobs whose rows are removed and whose bytes may still be there, in ascending order.
     *
     * @param after where the page before ended
     */
    List<Digest> unfinished(TenantId tenant, Digest after, int max);

    /**
     * Deletes the bytes of a removed blob and says that they are gone; does nothing where that is said already, or another
     * process is about it. Meanwhile nobody can store them again.
     *
     * @param delete may be run again; must only delete what it looked up before this call: then a process that slept, and lost
     *     its lock, deletes nothing that came later
     * @return whether the bytes went now
     */
    boolean finish(TenantId tenant, Digest digest, Runnable delete);
}
