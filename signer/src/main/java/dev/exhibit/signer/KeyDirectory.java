package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.List;

/**
 * Which signing keys a tenant has and what each may be used for.
 *
 * <p>Contract, held by {@code KeyDirectoryContract} for every implementation: each method is one transaction with its
 * audit record, durable when it returns; {@code unavailable} may mean applied or not, and both writes may be repeated. When
 * a key has left {@link KeyState#ACTIVE}, no intent gets a signature of it any more. Only the caller's own tenant is seen.
 * Thread-safe, also across processes.
 */
public interface KeyDirectory {
    /** The tenant's keys, oldest first. */
    List<KeyRecord> list(Call call);

    /** Records a key of the vault as {@link KeyState#PREPARED}; one that is recorded already stays as it is. */
    KeyRecord prepare(Call call, VerificationKey key);

    /**
     * Moves a key to another state and begins a new epoch of it; a key that is in that state already stays as it is.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}; {@code wrong_state} if its state does not
     *     lead there, or another key of the tenant is active
     */
    KeyRecord change(Call call, KeyId key, KeyState state);
}
