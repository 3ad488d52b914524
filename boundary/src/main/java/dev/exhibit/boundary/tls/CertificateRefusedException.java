package dev.exhibit.boundary.tls;

/** A client certificate that is not believed; the message says why, for the log and for whoever shows it. */
public final class CertificateRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CertificateRefusedException(String message) {
        super(message);
    }

    public CertificateRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
