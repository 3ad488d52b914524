package dev.exhibit.signer.custody;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.signer.Mandate;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An order that waits for somebody else's approval.
 *
 * @param id names it
 * @param order what is wanted
 * @param by by whom
 * @param expires when it is forgotten
 */
public record KeyProposal(UUID id, KeyOrder order, ServiceIdentity by, Instant expires) {
    /** The word of two: whoever approves does it. */
    Mandate mandate() {
        return new Mandate(by, order.reason(), order.revokedFrom(), Optional.of(id), order.request());
    }
}
