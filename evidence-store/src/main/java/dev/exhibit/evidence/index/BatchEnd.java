package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.log.LogIndex.Placed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is done at the end of each batch of a log, in the transaction that gives the batch its places. */
@FunctionalInterface
public interface BatchEnd {
    /** Nothing. */
    BatchEnd NONE = (handle, tenant, batch, at) -> Optional.empty();

    /**
     * Sees a batch, which is not empty.
     *
     * @param batch with places, in their order
     * @param at the log's time now
     * @return a last entry for it, whose place follows the batch's last
     */
    Optional<Bytes> close(Handle handle, TenantId tenant, List<Placed> batch, Instant at);
}
