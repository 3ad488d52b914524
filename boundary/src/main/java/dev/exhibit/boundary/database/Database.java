package dev.exhibit.boundary.database;

import dev.exhibit.boundary.identity.TenantId;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * One room's door to PostgreSQL: a pool that logs in as the room's own application role (no superuser, no row-security
 * bypass). There is no way to a connection without a tenant: row-level security answers no row where none is set.
 *
 * <p>Contract: {@code work} runs in one transaction, committed when it returns and rolled back when it throws; a commit
 * is durable when this method returns ({@code synchronous_commit} is on). Work must be safe to repeat: serialization
 * failures and deadlocks are retried a bounded number of times. Thread-safe.
 */
public interface Database extends AutoCloseable {
    /**
     * Runs {@code work} in one transaction as {@code tenant}.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} when the database cannot be reached
     */
    <T> T inTenant(TenantId tenant, Function<Handle, T> work);

    @Override
    void close();
}
