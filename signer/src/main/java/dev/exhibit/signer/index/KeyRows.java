package dev.exhibit.signer.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code signing_key}; row security limits each query to the transaction's tenant. */
final class KeyRows {
    private static final String SELECT = "select key_id, spki, state, epoch, created_at, changed_at,"
            + " (select c.revoked_from from signer.key_change c where c.tenant = k.tenant and c.key_id = k.key_id"
            + " and c.state = 'revoked') as revoked_from from signer.signing_key k ";

    private KeyRows() {}

    static List<KeyRecord> all(Handle handle) {
        return handle.createQuery(SELECT + "order by created_at, key_id")
                .map(KeyRows::read)
                .list();
    }

    static Optional<KeyRecord> find(Handle handle, KeyId key) {
        return find(handle, key, "");
    }

    /** The active key, as it is at this moment. */
    static Optional<KeyRecord> active(Handle handle) {
        return handle.createQuery(SELECT + "where state = 'active'")
                .map(KeyRows::read)
                .findOne();
    }

    /** The active key, kept from any change until the transaction ends; others may look at it as well. */
    static Optional<KeyRecord> lockActive(Handle handle, TenantId tenant) {
        queue(handle, tenant, "pg_advisory_xact_lock_shared");
        return handle.createQuery(SELECT + "where state = 'active' for share of k")
                .map(KeyRows::read)
                .findOne();
    }

    /** Keys, kept from any change until the transaction ends; others may look at them as well. */
    static Map<KeyId, Optional<KeyRecord>> lockShared(Handle handle, TenantId tenant, Set<KeyId> keys) {
        queue(handle, tenant, "pg_advisory_xact_lock_shared");
        Map<KeyId, Optional<KeyRecord>> locked = new HashMap<>();
        keys.forEach(key -> locked.put(key, find(handle, key, "for share of k")));
        return locked;
    }

    /** The active key, to be changed, under the lock that {@link #lockToChange} took. */
    static Optional<KeyRecord> activeToChange(Handle handle) {
        return handle.createQuery(SELECT + "where state = 'active' for update of k")
                .map(KeyRows::read)
                .findOne();
    }

    /** A key, to be changed: waits for those who look at it, and lets nobody else look before. */
    static Optional<KeyRecord> lockToChange(Handle handle, TenantId tenant, KeyId key) {
        queue(handle, tenant, "pg_advisory_xact_lock");
        return find(handle, key, "for update of k");
    }

    /**
     * Row locks know no queue: while calls that share one overlap, a change could wait for ever. Here all stand in line;
     * what is read afterwards is what the one before has left.
     */
    private static void queue(Handle handle, TenantId tenant, String lock) {
        handle.createQuery("select count(*) from " + lock + "(hashtextextended(:name, 0))")
                .bind("name", "exhibit.signer.signing_key/" + tenant)
                .mapTo(Long.class)
                .one();
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
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                KeyChangeRows.time(row, "revoked_from"));
    }
}
