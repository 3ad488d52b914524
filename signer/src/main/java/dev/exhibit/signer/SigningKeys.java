package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.List;
import java.util.Optional;

/** The signing keys of a tenant. Thread-safe. */
public final class SigningKeys {
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

    /**
     * The tenant's active key; if there is none, one is made. May be repeated after a failure at any point, and from
     * several processes at once: a key that was prepared before is activated rather than another one made.
     *
     * @throws ProblemException {@code unavailable}
     */
    public KeyRecord ensureActive(Call call) {
        List<KeyRecord> keys = directory.list(call);
        return active(keys).orElseGet(() -> activate(call, usable(keys).orElseGet(() -> prepare(call))));
    }

    private KeyRecord activate(Call call, KeyRecord prepared) {
        try {
            return directory.change(call, prepared.key().id(), KeyState.ACTIVE);
        } catch (ProblemException refused) {
            if (refused.code() != ProblemCode.WRONG_STATE) {
                throw refused;
            }
            // Another process was faster: its key is the tenant's.
            return active(directory.list(call)).orElseThrow(() -> refused);
        }
    }

    private KeyRecord prepare(Call call) {
        try {
            return directory.prepare(call, vault.create());
        } catch (VaultUnavailableException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the vault cannot make a key now", failed);
        }
    }

    private Optional<KeyRecord> usable(List<KeyRecord> keys) {
        return keys.stream()
                .filter(key -> key.state() == KeyState.PREPARED)
                .filter(key -> vault.find(key.key().id()).isPresent())
                .findFirst();
    }

    private static Optional<KeyRecord> active(List<KeyRecord> keys) {
        return keys.stream().filter(key -> key.state() == KeyState.ACTIVE).findFirst();
    }
}
