package dev.exhibit.signer.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.audit.AuditTrail;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.Together;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
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
import dev.exhibit.signer.index.IntentRows.Offer;
import dev.exhibit.signer.index.IntentRows.Opening;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * {@link IntentLog} in table {@code intent}. Of equal requests the unique key lets one insert; each transaction locks the
 * key's row before the intent's, so that none waits for another in a circle.
 */
public final class PostgresIntentLog implements IntentLog {
    private final Database database;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Together<Opening, Intent> openings = new Together<>(this::open);
    private final Together<Offer, Settlement> offers = new Together<>(this::settle);

    /** @param ids random ids for new intents */
    public PostgresIntentLog(Database database, InstantSource clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Intent open(Call call, Asked asked) {
        return openings.ask(call.tenant(), new Opening(ids.get(), call, asked));
    }

    private List<Supplier<Intent>> open(TenantId tenant, List<Opening> all) {
        Instant now = clock.instant();
        return database.inTenant(tenant, handle -> {
            Optional<KeyRecord> active = KeyRows.lockActive(handle, tenant);
            Set<Opening> added =
                    active.map(key -> insert(handle, all, key, now)).orElse(Set.of());
            return all.stream()
                    .map(one -> Together.end(() -> added.contains(one)
                            ? intent(one.id(), one.asked(), active.orElseThrow())
                            : there(handle, one, active, now)))
                    .toList();
        });
    }

    /** Who may not use the key opens nothing, and gets what is there all the same if that is signed. */
    private static Set<Opening> insert(Handle handle, List<Opening> all, KeyRecord key, Instant now) {
        KeyId id = key.key().id();
        List<Opening> permitted =
                all.stream().filter(one -> one.asked().allowance().hasKey(id)).toList();
        Set<Opening> added = IntentRows.insert(handle, permitted, key, now);
        List<AuditEvent> events = permitted.stream()
                .filter(added::contains)
                .map(one -> event(SignerAudit.INTENT, one.call(), intent(one.id(), one.asked(), key)))
                .toList();
        append(handle, events, now);
        return added;
    }

    private static Intent there(Handle handle, Opening one, Optional<KeyRecord> active, Instant now) {
        return IntentRows.find(handle, one.asked().key())
                .map(row -> found(handle, one.call(), one.asked(), row, active, now))
                .orElseThrow(() -> none(one, active));
    }

    private static ProblemException none(Opening one, Optional<KeyRecord> active) {
        active.ifPresent(key -> one.asked().allowance().requireKey(key.key().id()));
        return noActiveKey();
    }

    @Override
    public Settlement settle(Call call, Intent intent, StampedSignature signature) {
        return offers.ask(call.tenant(), new Offer(call, intent, signature));
    }

    private List<Supplier<Settlement>> settle(TenantId tenant, List<Offer> all) {
        Instant now = clock.instant();
        return database.inTenant(tenant, handle -> {
            Map<KeyId, Optional<KeyRecord>> keys = KeyRows.lockShared(
                    handle,
                    tenant,
                    all.stream().map(offer -> offer.intent().key().id()).collect(Collectors.toSet()));
            List<Offer> valid =
                    all.stream().filter(offer -> isActive(keys, offer.intent())).toList();
            Set<Offer> kept = IntentRows.store(handle, valid, now);
            List<AuditEvent> events = valid.stream()
                    .filter(kept::contains)
                    .map(PostgresIntentLog::done)
                    .toList();
            append(handle, events, now);
            return all.stream()
                    .map(offer -> Together.end(() -> kept.contains(offer)
                            ? new Settlement.Kept(offer.intent().key(), offer.signature())
                            : late(handle, offer, isActive(keys, offer.intent()), now)))
                    .toList();
        });
    }

    private static Settlement late(Handle handle, Offer offer, boolean active, Instant now) {
        Optional<Settlement.Kept> winner =
                IntentRows.find(handle, offer.intent().id()).flatMap(IntentRow::kept);
        if (winner.isPresent()) {
            return winner.get();
        }
        append(SignerAudit.DISCARDED, handle, offer.call(), offer.intent(), now);
        return active ? new Settlement.IntentClosed() : new Settlement.KeyWithdrawn();
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

    private static boolean isActive(Map<KeyId, Optional<KeyRecord>> keys, Intent intent) {
        return keys.getOrDefault(intent.key().id(), Optional.empty())
                .filter(found -> isOf(intent, found))
                .isPresent();
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
        AuditTrail.append(handle, SignerAudit.ROOM, event(act, call, intent), now);
    }

    private static void append(Handle handle, List<AuditEvent> events, Instant now) {
        AuditTrail.append(
                handle,
                SignerAudit.ROOM,
                events.stream().map(event -> new AuditTrail.Entry(event, now)).toList());
    }

    private static AuditEvent event(SignerAudit act, Call call, Intent intent) {
        return act.event(call, intent.artifact().toString(), detail(intent));
    }

    private static Json.Obj detail(Intent intent) {
        return Json.object()
                .with("intent", intent.id().toString())
                .with("toBeSigned", intent.toBeSigned().toString())
                .with("key", intent.key().id().hex())
                .with("epoch", intent.epoch());
    }

    /** With the digests of the timestamps that stand with the signature from now on. */
    private static AuditEvent done(Offer offer) {
        List<String> timestamps = offer.signature().timestamps().stream()
                .map(response -> Hashing.of(response).toString())
                .toList();
        Json.Obj detail = detail(offer.intent()).with("timestamps", Json.texts(timestamps));
        return SignerAudit.DONE.event(offer.call(), offer.intent().artifact().toString(), detail);
    }

    private static ProblemException noActiveKey() {
        return new ProblemException(ProblemCode.UNAVAILABLE, "this tenant has no active signing key");
    }
}
