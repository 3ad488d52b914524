package dev.exhibit.boundary.token;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.token.ReplayGuard.Epoch;
import dev.exhibit.crypto.digest.Hmac;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * Nonces for proofs (RFC 9449 section 8) that nobody has to remember: the time and a code over it with the secret of the
 * epoch. Every replica takes those of every other; those of a lost memory are worth nothing. Immutable, so thread-safe.
 */
final class Nonces {
    private static final Bytes PURPOSE = Bytes.utf8("exhibit dpop nonce 1");
    private static final int CODE_SIZE = 16;
    private static final int SIZE = Long.BYTES + CODE_SIZE;

    private final AccessLimits limits;

    Nonces(AccessLimits limits) {
        this.limits = limits;
    }

    /** How much longer a nonce may be used. */
    enum Freshness {
        FRESH,
        /** Half its time is over: the client should get the next one. */
        AGEING,
        STALE
    }

    String issue(Epoch epoch, Instant now) {
        Bytes time = Bytes.owned(
                ByteBuffer.allocate(Long.BYTES).putLong(now.getEpochSecond()).array());
        return Base64Url.encode(Bytes.concat(time, code(epoch, time)));
    }

    /** A nonce of a replica whose clock is ahead is taken within the leeway. */
    Freshness judge(String nonce, Epoch epoch, Instant now) {
        Bytes decoded = decoded(nonce);
        if (decoded.size() != SIZE) {
            return Freshness.STALE;
        }
        Bytes time = decoded.slice(0, Long.BYTES);
        if (!code(epoch, time).equals(decoded.slice(Long.BYTES, SIZE))) {
            return Freshness.STALE;
        }
        Instant issued = Instant.ofEpochSecond(ByteBuffer.wrap(time.toArray()).getLong());
        Duration age = Duration.between(issued, now);
        boolean usable = age.compareTo(limits.nonceTime()) <= 0
                && age.plus(limits.leeway()).compareTo(Duration.ZERO) >= 0;
        if (!usable) {
            return Freshness.STALE;
        }
        return age.multipliedBy(2).compareTo(limits.nonceTime()) < 0 ? Freshness.FRESH : Freshness.AGEING;
    }

    private static Bytes code(Epoch epoch, Bytes time) {
        return Hmac.sha256(epoch.secret(), PURPOSE, time).slice(0, CODE_SIZE);
    }

    private static Bytes decoded(String nonce) {
        try {
            return Base64Url.decode(nonce);
        } catch (MalformedException notOurs) {
            return Bytes.empty();
        }
    }
}
