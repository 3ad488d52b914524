package dev.exhibit.keyless;

/** Nothing was signed that may be used. The message says what, why and what to do, and repeats no token. */
public final class KeylessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to do something. */
    public enum Kind {
        /** The caller: what was given cannot be used. */
        CONFIGURATION,
        /** The caller: a service refused the token or the request. */
        NOT_ALLOWED,
        /** Nobody should use what came back: it proves nothing by the trust root. */
        REFUSED,
        /** Nobody: a service does not answer now. */
        UNAVAILABLE
    }

    private final Kind kind;

    public KeylessException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
