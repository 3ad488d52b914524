package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.ServiceIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * On whose word a key is changed.
 *
 * @param by whose wish it is
 * @param reason why
 * @param revokedFrom of a revocation: from when on signatures are not to be trusted; the moment itself if nothing is said
 * @param proposal what the caller approves; used up by the change
 * @param request names the order for a new key, so that it can come again
 */
public record Mandate(
        ServiceIdentity by,
        String reason,
        Optional<Instant> revokedFrom,
        Optional<UUID> proposal,
        Optional<IdempotencyKey> request) {
    /** The caller's own wish, where that is enough. */
    public static Mandate own(Call call, String reason) {
        return new Mandate(call.caller().identity(), reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What an approval is remembered under. */
    public static String nameOf(UUID proposal) {
        return proposal.toString();
    }

    /** What an order for a key is remembered under. */
    public static String nameOf(IdempotencyKey request) {
        return "prepare/" + request;
    }
}
