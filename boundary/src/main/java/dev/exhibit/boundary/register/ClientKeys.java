package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;

/**
 * The keys that clients sign assertions with, as the clients themselves change them.
 *
 * <p>Contract, held by {@code ClientKeysContract} for every implementation: each change is one transaction with its audit
 * record, durable when the method returns, and from then on every replica decides by it; {@code unavailable} may mean
 * changed or not, and every change may be repeated. Of changes at once none is lost. Another tenant's client is answered
 * like one that is missing. Thread-safe.
 */
public interface ClientKeys {
    /** What came of a new key. */
    sealed interface Addition {
        /** It is one of these now. */
        record There(JwkSet keys) implements Addition {}

        /** The client has {@link RegisteredClient#MAX_KEYS}: nothing was changed. */
        record Full() implements Addition {}

        /** Another of its keys has this name: nothing was changed. */
        record NameTaken() implements Addition {}
    }

    /**
     * Adds a key to those of a client of the caller's tenant; one that is there stays as it is.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}, {@code unavailable}
     */
    Addition add(Call call, String client, Jwk key);

    /**
     * Removes a key of a client of the caller's tenant; one that is not there needs no removing.
     *
     * @return what is left
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}, {@code unavailable}
     */
    JwkSet remove(Call call, String client, Digest thumbprint);
}
