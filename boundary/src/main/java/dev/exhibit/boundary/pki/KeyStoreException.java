package dev.exhibit.boundary.pki;

/** A key store cannot be read with this password: another password, or the file is damaged. Nothing was changed. */
public final class KeyStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeyStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public KeyStoreException(String message) {
        super(message);
    }
}
