package dev.exhibit.authority;

import java.time.Duration;
import java.util.Optional;

/**
 * A refusal on its way to an OAuth client. The description is shown to the client: it never holds a secret, and never tells
 * whether a client that failed to prove itself exists.
 */
public final class OAuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final OAuthError error;
    private final String description;
    private final transient Optional<String> nonce;
    private final transient Optional<Duration> wait;

    private OAuthException(OAuthError error, String description, Optional<String> nonce, Optional<Duration> wait) {
        super(description);
        this.error = error;
        this.description = description;
        this.nonce = nonce;
        this.wait = wait;
    }

    /** @param description in characters of RFC 6749 section 5.2: ASCII without quotes and backslashes */
    public OAuthException(OAuthError error, String description) {
        this(error, description, Optional.empty(), Optional.empty());
    }

    /** The next proof needs {@code nonce}. */
    static OAuthException nonceWanted(String nonce) {
        return new OAuthException(
                OAuthError.USE_DPOP_NONCE,
                "the proof needs a nonce that this server gave a short time ago; see DPoP-Nonce",
                Optional.of(nonce),
                Optional.empty());
    }

    /** To be repeated after {@code wait}. */
    static OAuthException tooOften(String description, Duration wait) {
        return new OAuthException(OAuthError.TEMPORARILY_UNAVAILABLE, description, Optional.empty(), Optional.of(wait));
    }

    public OAuthError error() {
        return error;
    }

    /** What was wrong and what to do. */
    public String description() {
        return description;
    }

    /** For the header {@code DPoP-Nonce}. */
    public Optional<String> nonce() {
        return nonce;
    }

    /** How long to wait. */
    public Optional<Duration> retryAfter() {
        return wait;
    }
}
