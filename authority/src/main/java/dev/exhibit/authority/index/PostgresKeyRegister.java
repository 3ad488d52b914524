package dev.exhibit.authority.index;

import dev.exhibit.authority.KeyRegister;
import dev.exhibit.authority.TokenKey;
import dev.exhibit.authority.TokenKey.State;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** {@link KeyRegister} in table {@code token_key}; unique indexes keep it to one next and one active key. */
public final class PostgresKeyRegister implements KeyRegister {
    private final Database database;
    private final InstantSource clock;

    public PostgresKeyRegister(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<TokenKey> list(Call call) {
        return database.inTenant(call.tenant(), handle -> published(handle, ""));
    }

    @Override
    public void publish(Call call, VerificationKey key) {
        Instant now = clock.instant();
        database.inTenant(call.tenant(), handle -> {
            int added = handle.createUpdate("insert into authority.token_key (tenant, key_id, state, spki, since)"
                            + " values (:tenant, :key, 'next', :spki, :now) on conflict do nothing")
                    .bind("tenant", call.tenant().value())
                    .bind("key", key.id().hex())
                    .bind("spki", key.spki().toArray())
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .execute();
            if (added == 1) {
                AuthorityAudit.KEY_PUBLISHED.append(handle, call, key.id().hex(), Json.object(), now);
            }
            return added;
        });
    }

    /** Two who promote at once lock the rows in one order; the second finds that its key is no longer next. */
    @Override
    public void promote(Call call, KeyId next) {
        Instant now = clock.instant();
        database.inTenant(call.tenant(), handle -> {
            List<TokenKey> keys = published(handle, " for update");
            if (stateOf(keys, next).filter(State.NEXT::equals).isPresent()) {
                keys.stream()
                        .filter(key -> key.state() == State.ACTIVE)
                        .forEach(key -> change(handle, key.key().id(), State.PREVIOUS, now));
                change(handle, next, State.ACTIVE, now);
                AuthorityAudit.KEY_PROMOTED.append(handle, call, next.hex(), Json.object(), now);
            }
            return keys.size();
        });
    }

    @Override
    public void withdraw(Call call, KeyId key) {
        Instant now = clock.instant();
        database.inTenant(call.tenant(), handle -> {
            Optional<State> state = stateOf(published(handle, " for update"), key);
            if (state.filter(before -> before != State.ACTIVE).isPresent()) {
                change(handle, key, State.WITHDRAWN, now);
                AuthorityAudit.KEY_WITHDRAWN.append(handle, call, key.hex(), Json.object(), now);
            }
            return state.isPresent();
        });
    }

    private static List<TokenKey> published(Handle handle, String lock) {
        return handle.createQuery("select key_id, state, spki, since from authority.token_key"
                        + " where state <> 'withdrawn' order by since, key_id" + lock)
                .map(PostgresKeyRegister::read)
                .list();
    }

    private static Optional<State> stateOf(List<TokenKey> keys, KeyId id) {
        return keys.stream()
                .filter(key -> key.key().id().equals(id))
                .map(TokenKey::state)
                .findFirst();
    }

    private static void change(Handle handle, KeyId key, State state, Instant now) {
        handle.createUpdate("update authority.token_key set state = :state, since = :now where key_id = :key")
                .bind("state", state.wire())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("key", key.hex())
                .execute();
    }

    /** Checks on the way out: the stored name must be the digest of the stored key. */
    private static TokenKey read(ResultSet row, StatementContext context) throws SQLException {
        return new TokenKey(
                new VerificationKey(KeyId.parse(row.getString("key_id")), Bytes.owned(row.getBytes("spki"))),
                State.ofWire(row.getString("state")),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
