package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.List;
import java.util.Optional;

/**
 * Which signing keys a tenant has, what each may be used for, and what became of them.
 *
 * <p>Contract, held by {@code KeyDirectoryContract} for every implementation: each method is one transaction with its
 * audit record, the history and the use of the mandate's proposal, durable when it returns; {@code unavailable} may mean
 * applied or not, and every write without a proposal may be repeated. When a key has left {@link KeyState#ACTIVE}, no
 * intent gets a signature of it any more. History is only ever added to. Only the caller's own tenant is seen.
 * Thread-safe, also across processes.
 */
public interface KeyDirectory {
    /** The tenant's keys, oldest first. */
    List<KeyRecord> list(Call call);

    /**
     * All that became of a key, oldest first.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}
     */
    List<KeyChange> history(Call call, KeyId key);

    /** What was done before under a name, {@link Mandate#nameOf}; only what its own transaction has made durable. */
    Optional<KeyAnswer> answered(Call call, String name);

    /**
     * Records a key of the vault as {@link KeyState#PREPARED}; one that is recorded already stays as it is. If
     * an order of that name was carried out before, nothing is recorded, and the answer is the key that it made.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code wrong_state} if the mandate's proposal is gone
     */
    KeyRecord prepare(Call call, VerificationKey key, Mandate mandate);

    /**
     * Moves a key to another state and begins a new epoch of it; a key that is in that state already stays as it is.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}; {@code wrong_state} if its state does not
     *     lead there, another key of the tenant is active, or the mandate's proposal is gone
     */
    KeyRecord change(Call call, KeyId key, KeyState state, Mandate mandate);

    /**
     * Makes a key the active one, and taints the one that was, in the same moment: there is no time without an active key.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException as {@link #change} does
     */
    KeyRecord rotate(Call call, KeyId key, Mandate mandate);
}
