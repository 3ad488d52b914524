package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.signer.Intent;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.Settlement;
import dev.exhibit.signer.StampedSignature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * {@link IntentLog} in table {@code intent}. Of equal requests the unique key lets one insert; each transaction locks the
 * key's row before the intent's, so that none waits for another in a circle.
 */
public final class PostgresIntentLog implements IntentLog {
    private final Database database;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** @param ids random ids for new intents */
    public PostgresIntentLog(Database database, InstantSource clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Intent open(Call call, Asked asked) {
        UUID id = ids.get();
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            Optional<KeyRecord> active = KeyRows.lockActive(handle, call.tenant());
            if (active.isPresent() && IntentRows.insert(handle, call, id, asked, active.get(), now)) {
                asked.allowance().requireKey(active.get().key().id()); // or it is rolled back
                Intent added = intent(id, asked, active.get());
                append(SignerAudit.INTENT, handle, call, added, now);
                return added;
            }
            IntentRow row = IntentRows.find(handle, asked.key()).orElseThrow(PostgresIntentLog::noActiveKey);
            return found(handle, call, asked, row, active, now);
        });
    }

    @Override
    public Settlement settle(Call call, Intent intent, StampedSignature signature) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            Optional<KeyRecord> key =
                    KeyRows.lockShared(handle, call.tenant(), intent.key().id());
            boolean withdrawn = key.filter(found -> isOf(intent, found)).isEmpty();
            if (!withdrawn && IntentRows.store(handle, intent, signature, now)) {
                done(handle, call, intent, signature, now);
                return new Settlement.Kept(intent.key(), signature);
            }
            Optional<Settlement.Kept> winner =
                    IntentRows.find(handle, intent.id()).flatMap(IntentRow::kept);
            if (winner.isPresent()) {
                return winner.get();
            }
            append(SignerAudit.DISCARDED, handle, call, intent, now);
            return withdrawn ? new Settlement.KeyWithdrawn() : new Settlement.IntentClosed();
        });
    }

    @Override
    public Set<ServiceIdentity> askedBy(Call call, KeyId key, Digest toBeSigned, SignatureBytes signature) {
        return database.inTenant(call.tenant(), handle -> IntentRows.askedBy(handle, key, toBeSigned, signature));
    }

    @Override
    public int abandon(Call call, Instant time) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            List<IntentRows.Closed> closed = IntentRows.abandon(handle, time, now);
            for (IntentRows.Closed intent : closed) {
                Json.Obj detail = Json.object().with("intent", intent.id().toString());
                SignerAudit.ABANDONED.append(handle, call, intent.artifact().toString(), detail, now);
            }
            return closed.size();
        });
    }

    /** An intent that was there before: answered if it is signed, otherwise made fit to be signed. */
    private static Intent found(
            Handle handle, Call call, Asked asked, IntentRow row, Optional<KeyRecord> active, Instant now) {
        if (!row.request().equals(asked.request())) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_CONFLICT,
                    "another artifact or payload was signed, or is being signed, under the key " + asked.key());
        }
        if (row.kept().isPresent()) {
            return row.intent();
        }
        KeyRecord key = active.orElseThrow(PostgresIntentLog::noActiveKey);
        asked.allowance().requireKey(key.key().id());
        if (!IntentRows.reopen(handle, row.intent().id(), key, now)) {
            // Open with this key already, or made so or signed by a call that was faster.
            return IntentRows.find(handle, asked.key()).orElseThrow().intent();
        }
        Intent reopened = intent(row.intent().id(), asked, key);
        append(SignerAudit.REOPENED, handle, call, reopened, now);
        return reopened;
    }

    private static boolean isOf(Intent intent, KeyRecord key) {
        return key.state() == KeyState.ACTIVE
                && key.epoch() == intent.epoch()
                && key.key().equals(intent.key());
    }

    private static Intent intent(UUID id, Asked asked, KeyRecord key) {
        return new Intent(id, asked.artifact(), asked.toBeSigned(), key.key(), key.epoch(), new Intent.State.Open());
    }

    private static void append(SignerAudit act, Handle handle, Call call, Intent intent, Instant now) {
        act.append(handle, call, intent.artifact().toString(), detail(intent), now);
    }

    private static Json.Obj detail(Intent intent) {
        return Json.object()
                .with("intent", intent.id().toString())
                .with("toBeSigned", intent.toBeSigned().toString())
                .with("key", intent.key().id().hex())
                .with("epoch", intent.epoch());
    }

    /** With the digests of the timestamps that stand with the signature from now on. */
    private static void done(Handle handle, Call call, Intent intent, StampedSignature signature, Instant now) {
        List<String> timestamps = signature.timestamps().stream()
                .map(response -> Hashing.of(response).toString())
                .toList();
        Json.Obj detail = detail(intent).with("timestamps", Json.texts(timestamps));
        SignerAudit.DONE.append(handle, call, intent.artifact().toString(), detail, now);
    }

    private static ProblemException noActiveKey() {
        return new ProblemException(ProblemCode.UNAVAILABLE, "this tenant has no active signing key");
    }
}
