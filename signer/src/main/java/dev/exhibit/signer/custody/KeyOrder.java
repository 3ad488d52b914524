package dev.exhibit.signer.custody;

import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.KeyId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a custodian wants.
 *
 * @param act what is to be done
 * @param key with which key; none where one is to be made
 * @param reason why: 1 to 500 characters in one line
 * @param revokedFrom of a revocation: from when on signatures are not to be trusted, if not from the moment itself
 * @param request names an order for a new key, so that it can come again
 */
public record KeyOrder(
        KeyAct act,
        Optional<KeyId> key,
        String reason,
        Optional<Instant> revokedFrom,
        Optional<IdempotencyKey> request) {
    private static final int MAX_REASON = 500;

    public KeyOrder {
        if (key.isPresent() == (act == KeyAct.PREPARE)) {
            throw new IllegalArgumentException("every act but prepare is about a key");
        }
        if (request.isPresent() && act != KeyAct.PREPARE) {
            throw new IllegalArgumentException("every act but prepare is named by itself");
        }
        if (reason.isBlank() || reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/reason", "expected a line of 1 to " + MAX_REASON + " characters");
        }
        revokedFrom = revokedFrom.map(time -> time.truncatedTo(ChronoUnit.MICROS));
        if (revokedFrom.filter(Instant.EPOCH::isAfter).isPresent()) {
            throw new MalformedException(Reason.BAD_VALUE, "/revokedFrom", "expected a time since 1970");
        }
        if (revokedFrom.isPresent() && act != KeyAct.REVOKE) {
            throw new MalformedException(Reason.BAD_VALUE, "/revokedFrom", "only a revocation has such a time");
        }
    }

    /** To have a key made. */
    public static KeyOrder prepare(IdempotencyKey request, String reason) {
        return new KeyOrder(KeyAct.PREPARE, Optional.empty(), reason, Optional.empty(), Optional.of(request));
    }

    /** To have something done with a key. */
    public static KeyOrder of(KeyAct act, KeyId key, String reason) {
        return of(act, key, reason, Optional.empty());
    }

    /** The same with the time of a revocation. */
    public static KeyOrder of(KeyAct act, KeyId key, String reason, Optional<Instant> revokedFrom) {
        return new KeyOrder(act, Optional.of(key), reason, revokedFrom, Optional.empty());
    }

    /** What it is about, for the audit: the key's id, or {@code new}. */
    public String target() {
        return key.map(KeyId::hex).orElse("new");
    }
}
