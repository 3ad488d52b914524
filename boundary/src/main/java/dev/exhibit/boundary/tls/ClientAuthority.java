package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.VerificationKey;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;

/**
 * An authority whose client certificates are believed. It need not be a root: a path ends at the first that is listed.
 *
 * @param certificate of the authority
 * @param names which it may certify
 */
public record ClientAuthority(X509Certificate certificate, CertifiedNames names) {
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final int SIGNS_CERTIFICATES = 5;
    private static final int SIGNS_LISTS = 6;

    /** @throws StartRefusedException for a certificate that is no authority's, whose key is of an unknown kind, or that
     *     has name constraints (RFC 5280 section 4.2.1.10) */
    public ClientAuthority {
        if (certificate.getBasicConstraints() < 0 || !allows(certificate, SIGNS_CERTIFICATES)) {
            throw new StartRefusedException("not a certificate authority: " + certificate.getSubjectX500Principal());
        }
        if (certificate.getExtensionValue(NAME_CONSTRAINTS) != null) {
            throw new StartRefusedException(certificate.getSubjectX500Principal()
                    + " has name constraints, which the platform cannot hold its clients to; list an authority above or"
                    + " below it, and say with names what it may certify");
        }
        try {
            VerificationKey unused = VerificationKey.of(certificate.getPublicKey());
        } catch (MalformedException unknown) {
            throw new StartRefusedException(
                    "the key of " + certificate.getSubjectX500Principal() + " is not taken: " + unknown.getMessage(),
                    unknown);
        }
    }

    /** The installation's own. */
    public static ClientAuthority own(X509Certificate certificate) {
        return new ClientAuthority(certificate, new CertifiedNames.Any());
    }

    VerificationKey key() {
        return VerificationKey.of(certificate.getPublicKey());
    }

    /** Whether both are certificates of one authority: same name, same key. */
    boolean isSameAs(ClientAuthority other) {
        return certificate.getSubjectX500Principal().equals(other.certificate.getSubjectX500Principal())
                && key().id().equals(other.key().id());
    }

    /** Whether it may sign revocation lists (RFC 5280 section 4.2.1.3). */
    boolean signsLists() {
        return allows(certificate, SIGNS_LISTS);
    }

    /** How many authorities may stand between it and a leaf. */
    int pathLength() {
        return certificate.getBasicConstraints();
    }

    TrustAnchor anchor() {
        return new TrustAnchor(certificate, null);
    }

    private static boolean allows(X509Certificate certificate, int usage) {
        boolean[] usages = certificate.getKeyUsage();
        return usages == null || usages[usage];
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
