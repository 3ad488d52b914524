package dev.exhibit.boundary.verify;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.tlog.HashedRekord;
import dev.exhibit.crypto.tlog.LogEntry;

/**
 * The way to a tenant's log of signatures.
 *
 * <p>Contract: when {@link #append} returns, the entry is durable, and a signed checkpoint covers it. The same signature gives the
 * same entry, with the same proof, as long as the log's database lives. The caller does not trust it: it verifies what comes back.
 */
@FunctionalInterface
public interface SignatureLog {
    /**
     * Logs a signature.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if no checkpoint covers it in time; it may be
     *     logged later
     */
    LogEntry append(TenantId tenant, HashedRekord signature);
}
