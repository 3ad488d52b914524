package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.key.VerificationKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * The certificate authority of the installation's clients.
 *
 * <p>Contract: the certificate is for TLS clients only, names {@code identity} and nobody else, is good from a little
 * before now and for {@code life} at most, and comes first; those above it follow. Nothing else is decided or kept.
 * Thread-safe. {@code LocalAuthority::issue} is one.
 */
@FunctionalInterface
public interface CertificateIssuer {
    List<X509Certificate> issue(VerificationKey key, ServiceIdentity identity, Duration life);
}
