package dev.exhibit.authority;

import java.util.Locale;

/**
 * What a client is told in {@code error} (RFC 6749 section 5.2, RFC 8707 section 2, RFC 9449 sections 5 and 8); each has a
 * row in {@code docs/spec/problems.md}.
 */
public enum OAuthError {
    INVALID_REQUEST(400),
    INVALID_CLIENT(401),
    UNAUTHORIZED_CLIENT(400),
    UNSUPPORTED_GRANT_TYPE(400),
    INVALID_SCOPE(400),
    INVALID_TARGET(400),
    INVALID_DPOP_PROOF(400),
    USE_DPOP_NONCE(400),
    /** Asked too often, or failed too often; comes with a time to wait (RFC 6585 section 4). */
    TEMPORARILY_UNAVAILABLE(429);

    private final int status;

    OAuthError(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** The value of {@code error}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
