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
    /** What came of a change. */
    sealed interface Change {
        /** The keys are these now. */
        record Done(JwkSet keys) implements Change {}

        /** The key that the client proved itself by is not one of its keys any more, or it is disabled: nothing was changed. */
        record Unproven() implements Change {}

        /** The client has {@link RegisteredClient#MAX_KEYS}: nothing was changed. */
        record Full() implements Change {}

        /** Another of its keys has this name: nothing was changed. */
        record NameTaken() implements Change {}
    }

    /**
     * Adds a key to those of a client of the caller's tenant; one that is there stays as it is.
     *
     * @param provenBy the thumbprint of the key that the client proved itself by: it must be one of its keys still
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}, {@code unavailable}
     */
    Change add(Call call, String client, Digest provenBy, Jwk key);

    /**
     * Removes a key of a client of the caller's tenant; one that is not there needs no removing.
     *
     * @param provenBy as in {@link #add}; another than {@code thumbprint}, so that one key is left
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}, {@code unavailable}
     */
    Change remove(Call call, String client, Digest provenBy, Digest thumbprint);
}
