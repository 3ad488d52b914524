package dev.exhibit.cli.serve;

import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether this process's vault has the keys that sign now. Replicas that keep keys in folders of their own each lack what
 * the others made: the database knows all of them. Thread-safe.
 */
final class KeysAtHand {
    private final Vault vault;
    private volatile long missing;

    KeysAtHand(Vault vault) {
        this.vault = vault;
    }

    /** Looks for the active ones of these. @throws dev.exhibit.crypto.vault.VaultUnavailableException if the vault does not answer */
    void look(Collection<KeyRecord> keys) {
        missing = keys.stream()
                .filter(key -> key.state() == KeyState.ACTIVE)
                .filter(key -> vault.find(key.key().id()).isEmpty())
                .count();
    }

    /** Other replicas may have them, so this one stays ready for everything else. */
    HealthCheck check() {
        return HealthCheck.notice("active-keys", this::problem);
    }

    private Optional<String> problem() {
        return missing == 0
                ? Optional.empty()
                : Optional.of(
                        missing + " active signing keys are not in this vault; replicas with keys in files share one"
                                + " folder");
    }
}
