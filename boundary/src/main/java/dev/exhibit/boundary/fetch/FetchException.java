package dev.exhibit.boundary.fetch;

/** A fetch that was refused or failed; which of the two, and why, says the reason. The text holds no query and no answer. */
public final class FetchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What went wrong. */
    public enum Reason {
        /** Not a URL in the one form that is taken: credentials, a fragment, another spelling of a host. */
        URL,
        /** Another scheme or port than those allowed. */
        PORT,
        /** The name leads to an address that is not to be reached. */
        ADDRESS,
        /** A redirect that may not be followed, or one too many. */
        REDIRECT,
        /** The name has no address, or nobody said so in time. */
        LOOKUP,
        /** No connection, no trusted certificate, or broken off. */
        CONNECTION,
        /** Out of time. */
        TIME,
        /** More bytes or headers than the limit. */
        SIZE,
        /** Not the HTTP that is understood. */
        PROTOCOL,
        /** Another status than the one that was hoped for. */
        STATUS,
        /** Not one of the places that this fetch is for. */
        PLACE
    }

    public FetchException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public FetchException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the guard forbade it: asking again will not help. */
    public boolean isRefusal() {
        return switch (reason) {
            case URL, PORT, ADDRESS, REDIRECT, PLACE -> true;
            case LOOKUP, CONNECTION, TIME, SIZE, PROTOCOL, STATUS -> false;
        };
    }
}
