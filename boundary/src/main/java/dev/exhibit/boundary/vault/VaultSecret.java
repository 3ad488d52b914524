package dev.exhibit.boundary.vault;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.crypto.vault.VaultUnavailableException;

/**
 * What opens a vault.
 *
 * @param secrets where it is looked up
 * @param reference where it is
 */
public record VaultSecret(Secrets secrets, SecretReference reference) {
    /** The secret as it is now. @throws VaultUnavailableException if it cannot be read */
    public String read() {
        try {
            return secrets.read(reference);
        } catch (ProblemException | StartRefusedException unread) {
            throw new VaultUnavailableException("what opens the vault cannot be read: " + unread.getMessage(), unread);
        }
    }
}
