package dev.exhibit.boundary.database;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.trace.Traces;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Another database whose transactions are parts of requests.
 *
 * @param name of the room, in the name of the part
 */
public record TracedDatabase(Database database, Traces traces, String name) implements Database {
    @Override
    public <T> T inTenant(TenantId tenant, Function<Handle, T> work) {
        return traces.part("database." + name, () -> database.inTenant(tenant, work));
    }

    @Override
    public void close() {
        database.close();
    }
}
