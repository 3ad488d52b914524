package dev.exhibit.signer.custody;

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
 */
public record KeyOrder(KeyAct act, Optional<KeyId> key, String reason, Optional<Instant> revokedFrom) {
    private static final int MAX_REASON = 500;

    public KeyOrder {
        if (key.isPresent() == (act == KeyAct.PREPARE)) {
            throw new IllegalArgumentException("every act but prepare is about a key");
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
    public static KeyOrder prepare(String reason) {
        return new KeyOrder(KeyAct.PREPARE, Optional.empty(), reason, Optional.empty());
    }

    /** To have something done with a key. */
    public static KeyOrder of(KeyAct act, KeyId key, String reason) {
        return new KeyOrder(act, Optional.of(key), reason, Optional.empty());
    }

    /** What it is about, for the audit: the key's id, or {@code new}. */
    public String target() {
        return key.map(KeyId::hex).orElse("new");
    }
}
