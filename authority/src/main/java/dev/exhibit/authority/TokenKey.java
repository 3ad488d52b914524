package dev.exhibit.authority;

import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A key that signs tokens.
 *
 * @param key the public half
 * @param state what it is for now
 * @param since when it came into that state
 */
public record TokenKey(VerificationKey key, State state, Instant since) {
    /** A key's life, in order. */
    public enum State {
        /** Published, so that everybody knows it before it signs. */
        NEXT,
        /** Signs; there is at most one. */
        ACTIVE,
        /** Signs no more; published until its last token has expired. */
        PREVIOUS,
        /** Not published: no token of it counts any more. */
        WITHDRAWN;

        /** The name in tables, for example {@code active}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /** {@code kid}: the thumbprint of RFC 7638. */
    public String name() {
        return Base64Url.encode(Jwk.of(key).thumbprint().bytes());
    }

    /** As it is published. */
    public Jwk published() {
        return new Jwk(key, Optional.of(name()), Optional.of(JwsAlgorithm.ES256));
    }
}
