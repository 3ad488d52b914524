package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Intents in memory, under the monitor of their keys. */
public final class MemoryIntentLog implements IntentLog {
    private final MemoryKeyDirectory keys;
    private final InstantSource clock;
    private final Map<Name, Entry> entries = new HashMap<>();

    private record Name(TenantId tenant, IdempotencyKey key) {}

    private record Entry(ServiceIdentity by, Digest request, boolean abandoned, Instant openedAt, Intent intent) {
        boolean isSigned() {
            return intent.state() instanceof Intent.State.Signed;
        }
    }

    public MemoryIntentLog(MemoryKeyDirectory keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** How many intents there are, whatever their state. */
    public int size() {
        synchronized (keys) {
            return entries.size();
        }
    }

    @Override
    public Intent open(Call call, Asked asked) {
        synchronized (keys) {
            Name name = new Name(call.tenant(), asked.key());
            Entry before = entries.get(name);
            if (before != null && !before.request().equals(asked.request())) {
                throw new ProblemException(ProblemCode.IDEMPOTENCY_CONFLICT, "another request");
            }
            if (before != null && before.isSigned()) {
                return before.intent();
            }
            KeyRecord key = keys.active(call)
                    .orElseThrow(() -> new ProblemException(ProblemCode.UNAVAILABLE, "no active signing key"));
            asked.allowance().requireKey(key.key().id());
            if (before != null && !before.abandoned() && isOf(before.intent(), key)) {
                return before.intent();
            }
            UUID id = before == null ? UUID.randomUUID() : before.intent().id();
            Intent intent = new Intent(
                    id, asked.artifact(), asked.toBeSigned(), key.key(), key.epoch(), new Intent.State.Open());
            ServiceIdentity by = before == null ? call.caller().identity() : before.by();
            entries.put(name, new Entry(by, asked.request(), false, clock.instant(), intent));
            return intent;
        }
    }

    @Override
    public Settlement settle(Call call, Intent intent, StampedSignature signature) {
        synchronized (keys) {
            Map.Entry<Name, Entry> found = entries.entrySet().stream()
                    .filter(entry -> entry.getKey().tenant().equals(call.tenant()))
                    .filter(entry -> entry.getValue().intent().id().equals(intent.id()))
                    .findFirst()
                    .orElseThrow();
            Entry entry = found.getValue();
            if (entry.intent().state() instanceof Intent.State.Signed winner) {
                return new Settlement.Kept(entry.intent().key(), winner.signature());
            }
            if (keys.find(call, intent.key().id())
                    .filter(key -> isOf(intent, key))
                    .isEmpty()) {
                return new Settlement.KeyWithdrawn();
            }
            if (entry.abandoned() || !entry.intent().equals(intent)) {
                return new Settlement.IntentClosed();
            }
            Intent signed = new Intent(
                    intent.id(),
                    intent.artifact(),
                    intent.toBeSigned(),
                    intent.key(),
                    intent.epoch(),
                    new Intent.State.Signed(signature));
            found.setValue(new Entry(entry.by(), entry.request(), false, entry.openedAt(), signed));
            return new Settlement.Kept(intent.key(), signature);
        }
    }

    @Override
    public Set<ServiceIdentity> askedBy(Call call, KeyId key, Digest toBeSigned, SignatureBytes signature) {
        synchronized (keys) {
            return entries.entrySet().stream()
                    .filter(entry -> entry.getKey().tenant().equals(call.tenant()))
                    .map(Map.Entry::getValue)
                    .filter(entry -> entry.intent().key().id().equals(key))
                    .filter(entry -> entry.intent().toBeSigned().equals(toBeSigned))
                    .filter(entry -> entry.intent().state() instanceof Intent.State.Signed done
                            && done.signature().signature().equals(signature))
                    .map(Entry::by)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    @Override
    public int abandon(Call call, Instant time) {
        synchronized (keys) {
            int closed = 0;
            for (Map.Entry<Name, Entry> found : entries.entrySet()) {
                Entry entry = found.getValue();
                boolean open = !entry.abandoned() && !entry.isSigned();
                if (found.getKey().tenant().equals(call.tenant())
                        && open
                        && entry.openedAt().isBefore(time)) {
                    found.setValue(new Entry(entry.by(), entry.request(), true, entry.openedAt(), entry.intent()));
                    closed++;
                }
            }
            return closed;
        }
    }

    private static boolean isOf(Intent intent, KeyRecord key) {
        return key.state() == KeyState.ACTIVE
                && key.epoch() == intent.epoch()
                && key.key().equals(intent.key());
    }
}
