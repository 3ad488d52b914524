package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The line of orders that are finished later, one of each tenant.
 *
 * <p>Contract, held by {@code WaitingOrdersContract} for every implementation: each method is one transaction with its audit record,
 * durable when it returns. Only orders whose intent is there are taken, so whatever stands in line has passed the gates, and its
 * artifact's bytes were read. An intent that is waited for is not closed. Only the caller's own tenant is seen. Thread-safe, also
 * across processes.
 */
public interface WaitingOrders {
    /** The most orders of one tenant that wait. */
    int MOST = 20_000;

    /** The most bytes of payload that wait of one tenant. */
    long MOST_BYTES = 256L * 1024 * 1024;

    /**
     * Puts an order at the end of the line, unless it is there, or has ended well, already. One that failed stands in line again.
     *
     * @param request for a document
     * @return nothing if there is no intent of this very request, or the line is as long as it may be
     */
    Optional<WaitingOrder> add(Call call, SignRequest request);

    /** The order, if this tenant has it. */
    Optional<WaitingOrder> find(Call call, UUID id);

    /** Those who have waited longest, in the order of acceptance. */
    List<WaitingOrder> next(Call call, int most);

    /** Ends an order that waits; one that has ended stays as it is. */
    void end(Call call, UUID id, WaitingOrder.State state);

    /**
     * How long the line is.
     *
     * @param count how many wait
     * @param oldest since when the first one does
     */
    record Line(long count, Optional<Instant> oldest) {}

    Line line(TenantId tenant);

    /** Forgets orders that ended before {@code time}. Returns how many. */
    int forget(Call call, Instant time);
}
