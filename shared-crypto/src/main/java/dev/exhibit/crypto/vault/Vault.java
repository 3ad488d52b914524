package dev.exhibit.crypto.vault;

import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Optional;

/**
 * Where private keys live and the only place they are used.
 *
 * <p>Contract, held by {@code VaultContract} for every implementation: a key that {@link #create} returned is durable
 * (survives a crash of the process and of the machine) and unchanged until {@link #destroy}; private bytes never leave; all methods are
 * thread-safe. The caller must trust the vault to keep keys, not to sign the right thing: it verifies each signature with
 * the published key and compares it with its intent.
 */
public interface Vault {
    /** Makes a new P-256 key. @throws VaultUnavailableException if nothing was created, or may not have been */
    VerificationKey create();

    /**
     * The public half of a key of this vault.
     *
     * @throws VaultUnavailableException if the vault cannot tell, or the key is damaged
     */
    Optional<VerificationKey> find(KeyId key);

    /**
     * ECDSA P-256 over the permit's digest; the answer is DER.
     *
     * @throws IllegalStateException if the permit was used before
     * @throws VaultUnavailableException if the key is missing or cannot be used now; retrying is the caller's choice
     */
    SignatureBytes sign(SigningPermit permit);

    /**
     * Destroys a key for ever. Once this returned, the key is not found and signs nothing, here, in any other process with
     * the same vault, and after a crash. May be repeated; a key that is not there is destroyed.
     *
     * @throws VaultUnavailableException if the key may still be there; repeating is the caller's choice
     */
    void destroy(KeyId key);
}
