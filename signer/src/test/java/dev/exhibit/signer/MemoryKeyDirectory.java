package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys in memory. Its monitor is the lock of all key rows. */
public final class MemoryKeyDirectory implements KeyDirectory {
    private final Map<TenantId, Map<KeyId, KeyRecord>> tenants = new HashMap<>();

    @Override
    public synchronized List<KeyRecord> list(Call call) {
        return List.copyOf(keys(call).values());
    }

    @Override
    public synchronized KeyRecord prepare(Call call, VerificationKey key) {
        return keys(call).computeIfAbsent(key.id(), id -> new KeyRecord(key, KeyState.PREPARED, 1, Instant.EPOCH));
    }

    @Override
    public synchronized KeyRecord change(Call call, KeyId key, KeyState state) {
        KeyRecord before =
                find(call, key).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such key"));
        if (before.state() == state) {
            return before;
        }
        if (!before.state().mayBecome(state)
                || (state == KeyState.ACTIVE && active(call).isPresent())) {
            throw new ProblemException(ProblemCode.WRONG_STATE, "cannot become " + state.wire());
        }
        KeyRecord after = new KeyRecord(before.key(), state, before.epoch() + 1, before.createdAt());
        keys(call).put(key, after);
        return after;
    }

    synchronized Optional<KeyRecord> find(Call call, KeyId key) {
        return Optional.ofNullable(keys(call).get(key));
    }

    synchronized Optional<KeyRecord> active(Call call) {
        return keys(call).values().stream()
                .filter(key -> key.state() == KeyState.ACTIVE)
                .findFirst();
    }

    private Map<KeyId, KeyRecord> keys(Call call) {
        return tenants.computeIfAbsent(call.tenant(), tenant -> new LinkedHashMap<>());
    }
}
