package dev.exhibit.signer.index;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.signer.KeyChange;
import dev.exhibit.signer.KeyState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of {@code key_change}: only ever added. */
final class KeyChangeRows {
    private KeyChangeRows() {}

    static void add(Handle handle, Call call, KeyId key, KeyChange change) {
        handle.createUpdate("insert into signer.key_change (tenant, key_id, epoch, state, at, wanted_by, approved_by,"
                        + " reason, revoked_from) values (:tenant, :key, :epoch, :state, :at, :by, :approved, :reason,"
                        + " :revoked)")
                .bind("tenant", call.tenant().value())
                .bind("key", key.hex())
                .bind("epoch", change.epoch())
                .bind("state", change.state().wire())
                .bind("at", change.at().atOffset(ZoneOffset.UTC))
                .bind("by", change.by().value())
                .bind("approved", change.approvedBy().map(ServiceIdentity::value))
                .bind("reason", change.reason())
                .bind("revoked", change.revokedFrom().map(time -> time.atOffset(ZoneOffset.UTC)))
                .execute();
    }

    static List<KeyChange> of(Handle handle, KeyId key) {
        return handle.createQuery("select epoch, state, at, wanted_by, approved_by, reason, revoked_from"
                        + " from signer.key_change where key_id = :key order by epoch")
                .bind("key", key.hex())
                .map(KeyChangeRows::read)
                .list();
    }

    /** A time that may be missing. */
    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static KeyChange read(ResultSet row, StatementContext context) throws SQLException {
        return new KeyChange(
                row.getLong("epoch"),
                KeyState.ofWire(row.getString("state")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new ServiceIdentity(row.getString("wanted_by")),
                Optional.ofNullable(row.getString("approved_by")).map(ServiceIdentity::new),
                row.getString("reason"),
                time(row, "revoked_from"));
    }
}
