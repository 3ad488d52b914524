package dev.exhibit.authority;

import dev.exhibit.boundary.token.Confirmation;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/**
 * A token that was issued and recorded.
 *
 * @param compact the token, a secret of its client
 * @param facts what it says
 * @param nextNonce for the client's next proof, where the one it has grows old
 */
public record IssuedToken(String compact, Facts facts, Optional<String> nextNonce) {
    /**
     * What a token says; none of it is secret.
     *
     * @param id {@code jti}
     * @param client {@code client_id} and {@code sub}
     * @param audience {@code aud}
     * @param scopes what it allows
     * @param issued {@code iat} and {@code nbf}
     * @param expires {@code exp}
     * @param binding {@code cnf}
     */
    public record Facts(
            UUID id,
            String client,
            String audience,
            SortedSet<String> scopes,
            Instant issued,
            Instant expires,
            Confirmation binding) {
        public Facts {
            if (!binding.binds()) {
                throw new IllegalArgumentException("every token is bound to its sender");
            }
        }
    }

    /** {@code token_type}: a token with a key goes with proofs (RFC 9449 section 5). */
    public String type() {
        return facts.binding().key().isPresent() ? "DPoP" : "Bearer";
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "token " + facts.id();
    }
}
