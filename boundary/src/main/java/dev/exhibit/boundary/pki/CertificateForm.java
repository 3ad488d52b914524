package dev.exhibit.boundary.pki;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.x509.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** From the platform's certificates to ours. */
public final class CertificateForm {
    private CertificateForm() {}

    /**
     * Reads a certificate strictly.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException if it is of a form or has a key that is not known
     */
    public static Certificate strict(X509Certificate certificate) {
        try {
            return new Certificate(Bytes.of(certificate.getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has an encoding", impossible);
        }
    }
}
