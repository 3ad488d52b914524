package dev.exhibit.boundary.identity;

/**
 * Under whose name and for which request a use case runs; passed explicitly, never held in a thread.
 *
 * @param caller the admitted caller
 * @param correlation ties log lines and audit records to the request
 */
public record Call(Caller caller, CorrelationId correlation) {
    public TenantId tenant() {
        return caller.tenant();
    }
}
