package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The signing keys of a tenant, as the service itself looks after them. Thread-safe. */
public final class SigningKeys {
    private static final String FIRST = "the tenant's first key";

    private final KeyDirectory directory;
    private final Vault vault;

    public SigningKeys(KeyDirectory directory, Vault vault) {
        this.directory = directory;
        this.vault = vault;
    }

    /** The tenant's keys, oldest first, whatever their state. */
    public List<KeyRecord> list(Call call) {
        return directory.list(call);
    }

    /** Whether the tenant never had an active key: then the service makes its first one. */
    public boolean isNew(Call call) {
        return isNew(directory.list(call));
    }

    /**
     * The tenant's active key; a tenant that never had one gets its first. May be repeated after a failure at any point,
     * and from several processes at once: a key that was prepared before is activated rather than another one made. What
     * custodians decided is not undone: a tenant that they left without an active key stays so.
     *
     * @throws ProblemException {@code unavailable}, also if the tenant is left without an active key
     */
    public KeyRecord ensureActive(Call call) {
        List<KeyRecord> keys = directory.list(call);
        return isNew(keys)
                ? activate(call, usable(keys).orElseGet(() -> prepare(call)))
                : active(keys)
                        .orElseThrow(() -> new ProblemException(
                                ProblemCode.UNAVAILABLE, "this tenant has no active signing key; activate one"));
    }

    /**
     * Destroys once more what is recorded as destroyed: the process may have died before the vault did it. May be repeated.
     *
     * @throws ProblemException {@code unavailable}
     */
    public void finishDestruction(Call call) {
        try {
            directory.list(call).stream()
                    .filter(key -> key.state() == KeyState.DESTROYED)
                    .map(key -> key.key().id())
                    .filter(key -> vault.find(key).isPresent())
                    .forEach(vault::destroy);
        } catch (VaultUnavailableException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the vault cannot destroy a key now", failed);
        }
    }

    private KeyRecord activate(Call call, KeyRecord prepared) {
        try {
            return directory.change(call, prepared.key().id(), KeyState.ACTIVE, Mandate.own(call, FIRST));
        } catch (ProblemException refused) {
            if (refused.code() != ProblemCode.WRONG_STATE) {
                throw refused;
            }
            // Another process was faster: its key is the tenant's.
            return active(directory.list(call)).orElseThrow(() -> refused);
        }
    }

    private KeyRecord prepare(Call call) {
        return directory.prepare(call, inVault("make a key", vault::create), Mandate.own(call, FIRST));
    }

    private static boolean isNew(List<KeyRecord> keys) {
        return keys.stream().allMatch(key -> key.state() == KeyState.PREPARED);
    }

    private Optional<KeyRecord> usable(List<KeyRecord> keys) {
        return inVault(
                "say whether it has a key",
                () -> keys.stream()
                        .filter(key -> vault.find(key.key().id()).isPresent())
                        .findFirst());
    }

    private static <T> T inVault(String what, Supplier<T> act) {
        try {
            return act.get();
        } catch (VaultUnavailableException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the vault cannot " + what + " now", failed);
        }
    }

    private static Optional<KeyRecord> active(List<KeyRecord> keys) {
        return keys.stream().filter(key -> key.state() == KeyState.ACTIVE).findFirst();
    }
}
