package dev.exhibit.authority;

import dev.exhibit.authority.TokenKey.State;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys in memory, of one authority. Its monitor is the lock of all rows. */
public final class MemoryKeyRegister implements KeyRegister {
    private final InstantSource clock;
    private final Map<KeyId, TokenKey> keys = new LinkedHashMap<>();

    public MemoryKeyRegister(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<TokenKey> list(Call call) {
        return keys.values().stream()
                .filter(key -> key.state() != State.WITHDRAWN)
                .sorted(Comparator.comparing(TokenKey::since))
                .toList();
    }

    @Override
    public synchronized void publish(Call call, VerificationKey key) {
        if (find(State.NEXT).isEmpty() && !keys.containsKey(key.id())) {
            put(key, State.NEXT);
        }
    }

    @Override
    public synchronized void promote(Call call, KeyId next) {
        TokenKey promoted = keys.get(next);
        if (promoted != null && promoted.state() == State.NEXT) {
            find(State.ACTIVE).ifPresent(active -> put(active.key(), State.PREVIOUS));
            put(promoted.key(), State.ACTIVE);
        }
    }

    @Override
    public synchronized void withdraw(Call call, KeyId key) {
        TokenKey known = keys.get(key);
        if (known != null && known.state() != State.ACTIVE && known.state() != State.WITHDRAWN) {
            put(known.key(), State.WITHDRAWN);
        }
    }

    private Optional<TokenKey> find(State state) {
        return keys.values().stream().filter(key -> key.state() == state).findFirst();
    }

    private void put(VerificationKey key, State state) {
        keys.put(key.id(), new TokenKey(key, state, clock.instant()));
    }
}
