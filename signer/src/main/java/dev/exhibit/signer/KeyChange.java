package dev.exhibit.signer;

import dev.exhibit.boundary.identity.ServiceIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of a key, remembered for ever.
 *
 * @param epoch the epoch that began with it
 * @param state what the key was from then on
 * @param at when
 * @param by whose wish it was
 * @param approvedBy who wanted it too, where it took two
 * @param reason why, in the words of {@code by}
 * @param revokedFrom of a revocation: from when on the key's signatures are not to be trusted
 */
public record KeyChange(
        long epoch,
        KeyState state,
        Instant at,
        ServiceIdentity by,
        Optional<ServiceIdentity> approvedBy,
        String reason,
        Optional<Instant> revokedFrom) {

    /** What a mandate brought about: {@code after} is the key as it is then, {@code caller} who did it. */
    public static KeyChange of(KeyRecord after, Mandate mandate, ServiceIdentity caller) {
        Optional<Instant> revoked = after.state() == KeyState.REVOKED ? after.revokedFrom() : Optional.empty();
        return new KeyChange(
                after.epoch(),
                after.state(),
                after.changedAt(),
                mandate.by(),
                mandate.proposal().map(ignored -> caller),
                mandate.reason(),
                revoked);
    }
}
