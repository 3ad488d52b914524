package dev.exhibit.boundary.tls;

/** A client certificate that is not believed; the message says why, for the log and for whoever shows it. */
public final class CertificateRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean revoked;

    public CertificateRefusedException(String message) {
        super(message);
        this.revoked = false;
    }

    public CertificateRefusedException(String message, Throwable cause) {
        super(message, cause);
        this.revoked = false;
    }

    private CertificateRefusedException() {
        super("the certificate was revoked");
        this.revoked = true;
    }

    static CertificateRefusedException ofRevoked() {
        return new CertificateRefusedException();
    }

    /** Whether it would be believed, had its authority not taken it back. */
    public boolean isRevoked() {
        return revoked;
    }
}
