package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.signer.KeyAnswer;
import dev.exhibit.signer.KeyChange;
import dev.exhibit.signer.KeyDirectory;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.Mandate;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** {@link KeyDirectory} in tables {@code signing_key} and {@code key_change}; a unique index keeps a tenant to one active key. */
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
    public List<KeyChange> history(Call call, KeyId key) {
        return database.inTenant(call.tenant(), handle -> {
            var unused = KeyRows.find(handle, key).orElseThrow(PostgresKeyDirectory::noSuchKey);
            return KeyChangeRows.of(handle, key);
        });
    }

    @Override
    public Optional<KeyAnswer> answered(Call call, String name) {
        return database.inTenant(call.tenant(), handle -> KeyAnswerRows.find(handle, name));
    }

    @Override
    public KeyRecord prepare(Call call, VerificationKey key, Mandate mandate) {
        return database.inTenant(call.tenant(), handle -> {
            Instant now = now();
            KeyProposalRows.use(handle, mandate, now);
            if (!KeyAnswerRows.add(handle, call, key.id(), mandate)) {
                return KeyAnswerRows.find(
                                handle, Mandate.nameOf(mandate.request().orElseThrow()))
                        .orElseThrow()
                        .key();
            }
            if (insert(handle, call, key, now) == 1) {
                remember(handle, call, KeyRecord.prepared(key, now), mandate);
            }
            return KeyRows.find(handle, key.id()).orElseThrow();
        });
    }

    @Override
    public KeyRecord change(Call call, KeyId key, KeyState state, Mandate mandate) {
        return database.inTenant(call.tenant(), handle -> {
            KeyRecord before = lock(handle, call, key);
            Instant now = now(before.changedAt());
            KeyProposalRows.use(handle, mandate, now);
            var unused = KeyAnswerRows.add(handle, call, key, mandate);
            return moved(handle, call, before, state, mandate, now);
        });
    }

    @Override
    public KeyRecord rotate(Call call, KeyId key, Mandate mandate) {
        return database.inTenant(call.tenant(), handle -> {
            KeyRecord before = lock(handle, call, key);
            Optional<KeyRecord> active = KeyRows.activeToChange(handle);
            Instant now = now(active.map(KeyRecord::changedAt)
                    .filter(before.changedAt()::isBefore)
                    .orElse(before.changedAt()));
            KeyProposalRows.use(handle, mandate, now);
            var unused = KeyAnswerRows.add(handle, call, key, mandate);
            before.state().requireLeadsTo(KeyState.ACTIVE);
            active.filter(found -> !found.key().equals(before.key()))
                    .ifPresent(found -> moved(handle, call, found, KeyState.TAINTED, mandate, now));
            return moved(handle, call, before, KeyState.ACTIVE, mandate, now);
        });
    }

    private static KeyRecord lock(Handle handle, Call call, KeyId key) {
        return KeyRows.lockToChange(handle, call.tenant(), key).orElseThrow(PostgresKeyDirectory::noSuchKey);
    }

    private static KeyRecord moved(
            Handle handle, Call call, KeyRecord before, KeyState state, Mandate mandate, Instant now) {
        if (before.state() == state) {
            return before;
        }
        before.state().requireLeadsTo(state);
        KeyRecord after = before.become(state, mandate, now);
        update(handle, after);
        remember(handle, call, after, mandate);
        return after;
    }

    /** In the history and in the audit. */
    private static void remember(Handle handle, Call call, KeyRecord after, Mandate mandate) {
        KeyChange change = KeyChange.of(after, mandate, call.caller().identity());
        KeyId key = after.key().id();
        KeyChangeRows.add(handle, call, key, change);
        SignerAudit act = after.state() == KeyState.PREPARED ? SignerAudit.KEY_PREPARED : SignerAudit.KEY_CHANGED;
        act.append(handle, call, key.hex(), detail(change), after.changedAt());
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
    private static void update(Handle handle, KeyRecord after) {
        try {
            handle.createUpdate("update signer.signing_key set state = :state, epoch = :epoch, changed_at = :now"
                            + " where key_id = :key")
                    .bind("state", after.state().wire())
                    .bind("epoch", after.epoch())
                    .bind("now", after.changedAt().atOffset(ZoneOffset.UTC))
                    .bind("key", after.key().id().hex())
                    .execute();
        } catch (UnableToExecuteStatementException refused) {
            if (refused.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                throw new ProblemException(ProblemCode.WRONG_STATE, "another key of this tenant is active", refused);
            }
            throw refused;
        }
    }

    private static Json.Obj detail(KeyChange change) {
        Json.Obj detail = Json.object()
                .with("to", change.state().wire())
                .with("epoch", change.epoch())
                .with("by", change.by().value())
                .with("reason", change.reason());
        return change.approvedBy()
                .map(other -> detail.with("approvedBy", other.value()))
                .orElse(detail);
    }

    /** Asked for under the lock, and never before {@code last}: other machines' clocks differ, and a history goes forward. */
    private Instant now(Instant last) {
        Instant now = now();
        return now.isBefore(last) ? last : now;
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException noSuchKey() {
        return new ProblemException(ProblemCode.NOT_FOUND, "no such key");
    }
}
