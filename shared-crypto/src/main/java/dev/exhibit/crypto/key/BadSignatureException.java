package dev.exhibit.crypto.key;

/** A well-formed signature that this key did not make over these bytes. */
public final class BadSignatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadSignatureException(KeyId key) {
        super("key " + key + " did not make this signature over these bytes");
    }
}
