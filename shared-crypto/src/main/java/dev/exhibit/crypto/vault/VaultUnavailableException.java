package dev.exhibit.crypto.vault;

/** A vault cannot do its work now. Nothing was signed. */
public final class VaultUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VaultUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public VaultUnavailableException(String message) {
        super(message);
    }
}
