package dev.exhibit.signer;

import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A signing key as the signer knows it; its private half is in the vault. Times are to the microsecond.
 *
 * @param key the public half
 * @param state what it may be used for
 * @param epoch counts its states, from 1
 * @param createdAt when it was recorded
 * @param changedAt when its epoch began
 * @param revokedFrom from when on its signatures are not to be trusted, if it was ever revoked; also where it was
 *     destroyed since
 */
public record KeyRecord(
        VerificationKey key,
        KeyState state,
        long epoch,
        Instant createdAt,
        Instant changedAt,
        Optional<Instant> revokedFrom) {

    /** As it is recorded first. */
    public static KeyRecord prepared(VerificationKey key, Instant now) {
        return new KeyRecord(key, KeyState.PREPARED, 1, now, now, Optional.empty());
    }

    /** The next epoch, on somebody's word. */
    public KeyRecord become(KeyState next, Mandate mandate, Instant now) {
        Optional<Instant> revoked =
                next == KeyState.REVOKED ? Optional.of(mandate.revokedFrom().orElse(now)) : revokedFrom;
        return new KeyRecord(key, next, epoch + 1, createdAt, now, revoked);
    }

    /** Whether its signatures stand, whatever their time: it was never revoked. */
    public boolean isTrusted() {
        return revokedFrom.isEmpty();
    }
}
