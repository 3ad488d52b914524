package dev.exhibit.signer.root;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.Optional;

/**
 * The versions of each tenant's trust root, for ever. Thread-safe; durable when a call returns, together with its audit record.
 *
 * <p>Contract, held by {@code TrustVersionsContract} for every implementation. Every method fails with {@code unavailable}
 * where the outcome is not known; asking again is safe. It does not look at files and signatures: the caller does.
 */
public interface TrustVersions {
    /** The highest version, signed or not. */
    Optional<TrustVersion> newest(Call call);

    /** The highest version that is signed. */
    Optional<TrustVersion> published(Call call);

    /** The version of that number, signed or not. */
    Optional<TrustVersion> find(Call call, long number);

    /**
     * Adds the version that comes after the highest one.
     *
     * @return whether it was added; else another one has its number, and nothing has changed
     */
    boolean add(Call call, TrustVersion next);

    /**
     * Keeps the root's word for a version.
     *
     * @return whether it has this very envelope now; else it has another one, or a higher version is signed already, or there is
     *     no such version, and nothing has changed
     */
    boolean publish(Call call, long number, Bytes envelope);
}
