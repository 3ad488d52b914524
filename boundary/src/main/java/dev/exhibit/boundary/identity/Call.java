package dev.exhibit.boundary.identity;

import java.util.List;
import java.util.Optional;

/**
 * Under whose name and for which request a use case runs; passed explicitly, never held in a thread.
 *
 * @param caller the admitted caller
 * @param correlation ties log lines and audit records to the request
 * @param proof what the caller signed about this very request (a DPoP proof with the digest of the body), kept in the audit:
 *     so that not only the service says what was asked for
 * @param waived ids of the rules about a claim's content that are passed over at the caller's wish, kept in the audit, too
 */
public record Call(Caller caller, CorrelationId correlation, Optional<String> proof, List<String> waived) {
    public Call {
        waived = List.copyOf(waived);
    }

    /** With every rule in force. */
    public Call(Caller caller, CorrelationId correlation, Optional<String> proof) {
        this(caller, correlation, proof, List.of());
    }

    /** Without such a proof. */
    public Call(Caller caller, CorrelationId correlation) {
        this(caller, correlation, Optional.empty());
    }

    /** The same request on the data of another tenant. */
    public Call within(TenantId tenant) {
        return new Call(caller.within(tenant), correlation, proof, waived);
    }

    /** The same request, with these rules passed over. */
    public Call waiving(List<String> rules) {
        return new Call(caller, correlation, proof, rules);
    }

    public TenantId tenant() {
        return caller.tenant();
    }
}
