package dev.exhibit.signer;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;

/**
 * The signer's way to timestamps over its signatures. Thread-safe.
 *
 * <p>Contract, held by {@code TimestampsContract} for every implementation: what comes back verifies with the offline
 * verifier and {@link #trust}, as our own bundles must; it is all that was demanded, or nothing. Asking again gives other
 * timestamps: the caller keeps the first. The signer does not trust it: the bundle is verified, with its timestamps, before it
 * leaves.
 */
public interface Timestamps {
    /**
     * Has a signature stamped.
     *
     * @return RFC 3161 responses over its bytes, DER, without certificates: 1 to {@link StampedSignature#MAX_TIMESTAMPS}, each of
     *     another authority
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if fewer authorities answered than must, or
     *     the time of day is not believed
     */
    List<Bytes> stamp(SignatureBytes signature);

    /** Whom one has to believe for these timestamps, and for those that were given earlier. */
    TrustRoot trust();
}
