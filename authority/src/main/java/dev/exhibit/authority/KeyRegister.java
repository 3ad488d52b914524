package dev.exhibit.authority;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.List;

/**
 * The states of the keys that sign tokens, shared by all replicas; calls name the authority itself.
 *
 * <p>Contract, held by {@code KeyRegisterContract} for every implementation: each method is one transaction with its audit
 * record, durable when it returns; {@code unavailable} may mean applied or not, and every write may be repeated. Of several
 * replicas that publish at once, one wins. At no moment does anybody see two keys that are {@code NEXT} or two that are
 * {@code ACTIVE}, or none that is {@code ACTIVE} once one was. Thread-safe.
 */
public interface KeyRegister {
    /** All keys but those withdrawn, the one that has been there longest first. */
    List<TokenKey> list(Call call);

    /** Adds a key as {@code NEXT}; does nothing if there is such a key already. */
    void publish(Call call, VerificationKey key);

    /** Makes the {@code NEXT} key {@code ACTIVE} and the {@code ACTIVE} one {@code PREVIOUS}; nothing if it is not next. */
    void promote(Call call, KeyId next);

    /** Makes a {@code NEXT} or {@code PREVIOUS} key {@code WITHDRAWN}; nothing if it is neither. */
    void withdraw(Call call, KeyId key);
}
