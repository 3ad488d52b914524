package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys in memory; it takes no proposals. Its monitor is the lock of all key rows. */
public final class MemoryKeyDirectory implements KeyDirectory {
    private final Map<TenantId, Map<KeyId, KeyRecord>> tenants = new HashMap<>();
    private final Map<String, KeyAnswer> answers = new HashMap<>();
    private final Map<KeyId, List<KeyChange>> changes = new HashMap<>();

    @Override
    public synchronized List<KeyRecord> list(Call call) {
        return List.copyOf(keys(call).values());
    }

    @Override
    public synchronized List<KeyChange> history(Call call, KeyId key) {
        require(call, key);
        return List.copyOf(changes.getOrDefault(key, List.of()));
    }

    @Override
    public synchronized Optional<KeyAnswer> answered(Call call, String name) {
        return Optional.ofNullable(answers.get(call.tenant() + " " + name))
                .map(answer -> new KeyAnswer(
                        answer.askedBy(),
                        answer.reason(),
                        require(call, answer.key().key().id())));
    }

    @Override
    public synchronized KeyRecord prepare(Call call, VerificationKey key, Mandate mandate) {
        Optional<String> name = mandate.request().map(Mandate::nameOf);
        Optional<KeyRecord> before = name.flatMap(it -> answered(call, it)).map(KeyAnswer::key);
        KeyRecord answer = before.orElseGet(() -> prepared(call, key, mandate));
        name.ifPresent(it ->
                answers.putIfAbsent(call.tenant() + " " + it, new KeyAnswer(mandate.by(), mandate.reason(), answer)));
        return answer;
    }

    private KeyRecord prepared(Call call, VerificationKey key, Mandate mandate) {
        return find(call, key.id()).orElseGet(() -> keep(call, KeyRecord.prepared(key, Instant.EPOCH), mandate));
    }

    @Override
    public synchronized KeyRecord change(Call call, KeyId key, KeyState state, Mandate mandate) {
        KeyRecord before = require(call, key);
        if (before.state() == state) {
            return before;
        }
        before.state().requireLeadsTo(state);
        if (state == KeyState.ACTIVE && active(call).isPresent()) {
            throw new ProblemException(ProblemCode.WRONG_STATE, "another key is active");
        }
        return keep(call, before.become(state, mandate, Instant.EPOCH), mandate);
    }

    @Override
    public synchronized KeyRecord rotate(Call call, KeyId key, Mandate mandate) {
        require(call, key).state().requireLeadsTo(KeyState.ACTIVE);
        active(call)
                .filter(active -> !active.key().id().equals(key))
                .ifPresent(active -> change(call, active.key().id(), KeyState.TAINTED, mandate));
        return change(call, key, KeyState.ACTIVE, mandate);
    }

    private KeyRecord keep(Call call, KeyRecord after, Mandate mandate) {
        KeyId key = after.key().id();
        keys(call).put(key, after);
        changes.computeIfAbsent(key, first -> new ArrayList<>())
                .add(KeyChange.of(after, mandate, call.caller().identity()));
        return after;
    }

    private KeyRecord require(Call call, KeyId key) {
        return find(call, key).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such key"));
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
