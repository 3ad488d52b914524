package dev.exhibit.signer.index;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code signing_key}; row security limits each query to the transaction's tenant. */
final class KeyRows {
    private static final String SELECT = "select key_id, spki, state, epoch, created_at from signer.signing_key ";

    private KeyRows() {}

    static List<KeyRecord> all(Handle handle) {
        return handle.createQuery(SELECT + "order by created_at, key_id")
                .map(KeyRows::read)
                .list();
    }

    /** The active key, kept from any change until the transaction ends; others may look at it as well. */
    static Optional<KeyRecord> lockActive(Handle handle) {
        return handle.createQuery(SELECT + "where state = 'active' for share")
                .map(KeyRows::read)
                .findOne();
    }

    /** A key, kept from any change until the transaction ends; others may look at it as well. */
    static Optional<KeyRecord> lockShared(Handle handle, KeyId key) {
        return find(handle, key, "for share");
    }

    /** A key, to be changed: waits for those who look at it. */
    static Optional<KeyRecord> lockToChange(Handle handle, KeyId key) {
        return find(handle, key, "for update");
    }

    private static Optional<KeyRecord> find(Handle handle, KeyId key, String lock) {
        return handle.createQuery(SELECT + "where key_id = :key " + lock)
                .bind("key", key.hex())
                .map(KeyRows::read)
                .findOne();
    }

    /** Checks on the way out: the stored name must be the digest of the stored key. */
    static VerificationKey key(ResultSet row) throws SQLException {
        return new VerificationKey(KeyId.parse(row.getString("key_id")), Bytes.owned(row.getBytes("spki")));
    }

    private static KeyRecord read(ResultSet row, StatementContext context) throws SQLException {
        return new KeyRecord(
                key(row),
                KeyState.ofWire(row.getString("state")),
                row.getLong("epoch"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
