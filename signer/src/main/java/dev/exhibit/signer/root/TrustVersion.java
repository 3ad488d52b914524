package dev.exhibit.signer.root;

import dev.exhibit.crypto.encoding.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant's trust root as it was once prepared; it never changes, and is signed at most once.
 *
 * @param number from 1
 * @param prepared when
 * @param files what it consists of
 * @param envelope the root's word for it, once there is one
 */
public record TrustVersion(long number, Instant prepared, TrustFiles files, Optional<Bytes> envelope) {
    /** A copy that is signed. */
    public TrustVersion with(Bytes signed) {
        return new TrustVersion(number, prepared, files, Optional.of(signed));
    }
}
