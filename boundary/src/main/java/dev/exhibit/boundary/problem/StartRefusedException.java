package dev.exhibit.boundary.problem;

/**
 * Something the service needs at start cannot be used: a configuration file, a key store, a list of identities. The
 * message is one sentence for the operator: which file, what is wrong, what to do. It holds no secret.
 */
public final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
