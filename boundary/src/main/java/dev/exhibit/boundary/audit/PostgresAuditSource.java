package dev.exhibit.boundary.audit;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.journal.AuditRow;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** {@link AuditSource} over the audit table of any room's schema. */
public final class PostgresAuditSource implements AuditSource {
    private static final String ROWS =
            "select id, tenant, at, actor, role, action, target, correlation_id, detail from ";

    private final Database database;
    private final RoomSchema room;

    public PostgresAuditSource(Database database, RoomSchema room) {
        this.database = database;
        this.room = room;
    }

    @Override
    public String room() {
        return room.name();
    }

    @Override
    public Page after(TenantId tenant, long id, int max) {
        return database.inTenant(tenant, handle -> {
            // The numbers before the rows: what had ended by then is among the rows.
            long ended = number(handle, "pg_snapshot_xmin(pg_current_snapshot())");
            List<AuditRow> rows = handle.createQuery(
                            ROWS + room.table("audit") + " where tenant = :tenant and id > :id order by id limit :max")
                    .bind("tenant", tenant.value())
                    .bind("id", id)
                    .bind("max", max)
                    .map(this::row)
                    .list();
            // And after them: who has a row of a lower id had begun by then.
            return new Page(rows, ended, number(handle, "pg_snapshot_xmax(pg_current_snapshot())"));
        });
    }

    @Override
    public List<AuditRow> rows(TenantId tenant, List<Long> ids) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(ROWS + room.table("audit") + " where tenant = :tenant and id = any(:ids)")
                        .bind("tenant", tenant.value())
                        .bind("ids", ids.toArray(Long[]::new))
                        .map(this::row)
                        .list());
    }

    private static long number(Handle handle, String function) {
        return handle.createQuery("select " + function + "::text::bigint")
                .mapTo(Long.class)
                .one();
    }

    private AuditRow row(RowView row) {
        return new AuditRow(
                room.name(),
                row.getColumn("tenant", String.class),
                row.getColumn("id", Long.class),
                row.getColumn("at", OffsetDateTime.class).toInstant(),
                row.getColumn("actor", String.class),
                row.getColumn("role", String.class),
                row.getColumn("action", String.class),
                row.getColumn("target", String.class),
                row.getColumn("correlation_id", String.class),
                row.getColumn("detail", String.class));
    }
}
