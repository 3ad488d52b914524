package dev.exhibit.boundary.identity;

import java.util.Optional;

/**
 * Under whose name and for which request a use case runs; passed explicitly, never held in a thread.
 *
 * @param caller the admitted caller
 * @param correlation ties log lines and audit records to the request
 * @param proof what the caller signed about this very request (a DPoP proof with the digest of the body), kept in the audit:
 *     so that not only the service says what was asked for
 */
public record Call(Caller caller, CorrelationId correlation, Optional<String> proof) {
    /** Without such a proof. */
    public Call(Caller caller, CorrelationId correlation) {
        this(caller, correlation, Optional.empty());
    }

    /** The same request on the data of another tenant. */
    public Call within(TenantId tenant) {
        return new Call(caller.within(tenant), correlation, proof);
    }

    public TenantId tenant() {
        return caller.tenant();
    }
}
