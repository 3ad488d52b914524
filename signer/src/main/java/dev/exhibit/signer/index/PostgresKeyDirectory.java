package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.signer.KeyDirectory;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** {@link KeyDirectory} in table {@code signing_key}; a unique index keeps a tenant to one active key. */
public final class PostgresKeyDirectory implements KeyDirectory {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final InstantSource clock;

    public PostgresKeyDirectory(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<KeyRecord> list(Call call) {
        return database.inTenant(call.tenant(), KeyRows::all);
    }

    @Override
    public KeyRecord prepare(Call call, VerificationKey key) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            if (insert(handle, call, key, now) == 1) {
                SignerAudit.KEY_PREPARED.append(handle, call, key.id().hex(), Json.object(), now);
            }
            return KeyRows.find(handle, key.id()).orElseThrow();
        });
    }

    @Override
    public KeyRecord change(Call call, KeyId key, KeyState state) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            KeyRecord before = KeyRows.lockToChange(handle, call.tenant(), key)
                    .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such key"));
            if (before.state() == state) {
                return before;
            }
            requireAllowed(before, state);
            update(handle, key, state, now);
            SignerAudit.KEY_CHANGED.append(handle, call, key.hex(), change(before, state), now);
            return new KeyRecord(before.key(), state, before.epoch() + 1, before.createdAt());
        });
    }

    private static int insert(Handle handle, Call call, VerificationKey key, Instant now) {
        return handle.createUpdate("insert into signer.signing_key"
                        + " (tenant, key_id, epoch, state, spki, created_at, changed_at)"
                        + " values (:tenant, :key, 1, 'prepared', :spki, :now, :now) on conflict do nothing")
                .bind("tenant", call.tenant().value())
                .bind("key", key.id().hex())
                .bind("spki", key.spki().toArray())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Whether another key is active is decided by the index, not by a look beforehand. */
    private static void update(Handle handle, KeyId key, KeyState state, Instant now) {
        try {
            handle.createUpdate("update signer.signing_key set state = :state, epoch = epoch + 1, changed_at = :now"
                            + " where key_id = :key")
                    .bind("state", state.wire())
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("key", key.hex())
                    .execute();
        } catch (UnableToExecuteStatementException refused) {
            if (refused.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                throw new ProblemException(ProblemCode.WRONG_STATE, "another key of this tenant is active", refused);
            }
            throw refused;
        }
    }

    private static void requireAllowed(KeyRecord before, KeyState next) {
        if (!before.state().mayBecome(next)) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE,
                    "a key that is " + before.state().wire() + " cannot become " + next.wire());
        }
    }

    private static Json.Obj change(KeyRecord before, KeyState state) {
        return Json.object()
                .with("from", before.state().wire())
                .with("to", state.wire())
                .with("epoch", before.epoch() + 1);
    }
}
