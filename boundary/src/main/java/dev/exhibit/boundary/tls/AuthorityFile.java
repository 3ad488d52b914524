package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.problem.StartRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates in PEM files. */
final class AuthorityFile {
    private static final long MAX_BYTES = 1024 * 1024;

    private AuthorityFile() {}

    /** The authorities in {@code pem}. @throws StartRefusedException if it cannot be read or holds anything else */
    static List<ClientAuthority> read(Path pem, CertifiedNames names) {
        List<X509Certificate> found = certificates(pem);
        try {
            return found.stream()
                    .map(certificate -> new ClientAuthority(certificate, names))
                    .toList();
        } catch (StartRefusedException refused) {
            throw new StartRefusedException(pem + ": " + refused.getMessage(), refused);
        }
    }

    /** At least one certificate. @throws StartRefusedException if the file cannot be read or holds anything else */
    static List<X509Certificate> certificates(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            if (Files.size(pem) > MAX_BYTES) {
                throw new StartRefusedException(pem + " is larger than " + MAX_BYTES + " bytes");
            }
            List<X509Certificate> found = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) certificate);
            }
            if (found.isEmpty()) {
                throw new StartRefusedException(pem + " holds no certificate");
            }
            return found;
        } catch (IOException | CertificateException unreadable) {
            throw new StartRefusedException("cannot read the certificates in " + pem, unreadable);
        }
    }
}
