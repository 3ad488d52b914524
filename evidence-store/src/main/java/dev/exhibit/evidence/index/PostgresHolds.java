package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.journal.ActEvents;
import dev.exhibit.evidence.retain.Hold;
import dev.exhibit.evidence.retain.Holds;
import dev.exhibit.evidence.retain.KeepEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@link Holds} in the table {@code hold}. */
public final class PostgresHolds implements Holds {
    private static final String HOLD =
            "select id, subject, reason, placed_at, placed_by, released_at, released_by from hold";

    private final Database database;

    public PostgresHolds(Database database) {
        this.database = database;
    }

    @Override
    public Hold place(Call call, Hold hold) {
        Instant at = hold.placedAt().truncatedTo(ChronoUnit.MICROS);
        return database.inTenant(call.tenant(), handle -> {
            Keeping.lock(handle, call.tenant());
            int placed = handle.createUpdate("insert into hold (tenant, id, subject, reason, placed_at, placed_by)"
                            + " values (:tenant, :id, :subject, :reason, :at, :by) on conflict do nothing")
                    .bind("tenant", call.tenant().value())
                    .bind("id", hold.id())
                    .bind("subject", hold.subject().bytes().toArray())
                    .bind("reason", hold.reason())
                    .bind("at", at.atOffset(ZoneOffset.UTC))
                    .bind("by", hold.placedBy().value())
                    .execute();
            if (placed == 0) {
                throw new ProblemException(ProblemCode.WRONG_STATE, "there is a hold with this id");
            }
            Keeping.remember(
                    handle, KeepEvents.placed(call, hold), at, List.of(new ActEvents(call, at).hold(hold, true)));
            return find(handle, hold.id()).orElseThrow();
        });
    }

    @Override
    public Optional<Hold> find(TenantId tenant, UUID id) {
        return database.inTenant(tenant, handle -> find(handle, id));
    }

    @Override
    public Optional<Hold> release(Call call, UUID id, Instant at) {
        Instant kept = at.truncatedTo(ChronoUnit.MICROS);
        return database.inTenant(call.tenant(), handle -> {
            Keeping.lock(handle, call.tenant());
            int released = handle.createUpdate("update hold set released_at = :at, released_by = :by"
                            + " where id = :id and released_at is null")
                    .bind("at", kept.atOffset(ZoneOffset.UTC))
                    .bind("by", call.caller().identity().value())
                    .bind("id", id)
                    .execute();
            Optional<Hold> now = find(handle, id);
            if (released == 1) {
                now.ifPresent(hold -> Keeping.remember(
                        handle,
                        KeepEvents.released(call, hold),
                        kept,
                        List.of(new ActEvents(call, kept).hold(hold, false))));
            }
            return now;
        });
    }

    @Override
    public List<Hold> list(TenantId tenant, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(HOLD + " order by placed_at desc, id limit :max")
                        .bind("max", max)
                        .map((row, context) -> hold(row))
                        .list());
    }

    private static Optional<Hold> find(Handle handle, UUID id) {
        return handle.createQuery(HOLD + " where id = :id")
                .bind("id", id)
                .map((row, context) -> hold(row))
                .findOne();
    }

    private static Hold hold(ResultSet row) throws SQLException {
        Optional<OffsetDateTime> released = Optional.ofNullable(row.getObject("released_at", OffsetDateTime.class));
        String by = row.getString("released_by");
        return new Hold(
                row.getObject("id", UUID.class),
                new Digest(Bytes.owned(row.getBytes("subject"))),
                row.getString("reason"),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                new ServiceIdentity(row.getString("placed_by")),
                released.map(at -> new Hold.Release(at.toInstant(), new ServiceIdentity(by))));
    }
}
