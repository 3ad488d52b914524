package dev.exhibit.boundary.database;

import dev.exhibit.boundary.identity.TenantId;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Another database that tells for which tenant a transaction has ended well.
 *
 * @param told quick; called by the thread that did the work
 */
public record ToldDatabase(Database inner, Consumer<TenantId> told) implements Database {
    @Override
    public <T> T inTenant(TenantId tenant, Function<Handle, T> work) {
        T result = inner.inTenant(tenant, work);
        told.accept(tenant);
        return result;
    }

    @Override
    public void close() {
        inner.close();
    }
}
