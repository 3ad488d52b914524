package dev.exhibit.boundary.database;

import dev.exhibit.boundary.clock.ClockReference;
import dev.exhibit.boundary.identity.TenantId;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The clock of the database server. */
public final class DatabaseClock {
    private DatabaseClock() {}

    /** @param tenant as whom it is asked; any will do */
    public static ClockReference of(Database database, TenantId tenant) {
        return new ClockReference("database", () -> now(database, tenant));
    }

    private static Instant now(Database database, TenantId tenant) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one()
                        .toInstant());
    }
}
