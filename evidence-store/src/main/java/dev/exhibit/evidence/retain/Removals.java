package dev.exhibit.evidence.retain;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
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
 *   <li>Until {@link #GRACE} after {@code gone}, a blob of that digest cannot be stored again: the collector might still be
 *       deleting its bytes.
 * </ul>
 *
 * Thread-safe. Every method may throw {@code unavailable}.
 */
public interface Removals {
    /** The class of bytes that are no evidence. */
    String BLOB = "blob";

    /** How long after its bytes were deleted a blob cannot come back. */
    Duration GRACE = Duration.ofMinutes(2);

    /** After which every page of digests begins. */
    Digest BEFORE_ALL = new Digest(Bytes.owned(new byte[Digest.SIZE]));

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

    /** Says that the bytes are gone. */
    void gone(TenantId tenant, Digest digest, Instant now);
}
