package dev.exhibit.crypto.x509;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Instant;
import java.util.List;

/**
 * A path from a leaf to a trusted authority in a given order, checked at a given time (RFC 5280 section 6 without the
 * parts that Sigstore does not use: policies, name constraints, revocation). There is no path building: the trust root
 * says which certificate signs which.
 *
 * @param leaf whose key signs things
 * @param authorities who signed the leaf, who signed that, and so on to the anchor; 1 to 5
 */
public record CertificatePath(Certificate leaf, List<Certificate> authorities) {
    /** Certificates in a path, leaf included. */
    public static final int MAX_LENGTH = 6;

    public CertificatePath {
        authorities = List.copyOf(authorities);
        if (authorities.isEmpty() || authorities.size() >= MAX_LENGTH) {
            throw new MalformedException(Reason.BAD_VALUE, "a path has 2 to " + MAX_LENGTH + " certificates");
        }
    }

    /** Who signed the leaf. */
    public Certificate issuer() {
        return authorities.getFirst();
    }

    /**
     * Returns if each certificate was issued by the next for {@code purpose}.
     *
     * @param purpose the extended key usage that the leaf must have as its only one, and authorities if they have any
     * @throws MalformedException if a certificate says something that is unknown here or forbids its use
     * @throws BadSignatureException if one was not signed by the next
     */
    public void requireIssued(String purpose, SignatureChecker checker) {
        requireLeaf(Usage.of(leaf), purpose);
        Certificate issued = leaf;
        for (int below = 0; below < authorities.size(); below++) {
            Certificate authority = authorities.get(below);
            requireAuthority(Usage.of(authority), purpose, below);
            if (!issued.issuer().equals(authority.subject())) {
                throw new MalformedException(Reason.BAD_VALUE, issued + " names another issuer than " + authority);
            }
            issued.verifySignedBy(authority.key(), checker);
            issued = authority;
        }
    }

    /** @throws MalformedException if one of the certificates is not valid at {@code time} */
    public void requireValidAt(Instant time) {
        requireValidAt(leaf, time);
        authorities.forEach(authority -> requireValidAt(authority, time));
    }

    private static void requireValidAt(Certificate certificate, Instant time) {
        if (!certificate.covers(time)) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    certificate + " is valid from " + certificate.notBefore() + " to " + certificate.notAfter());
        }
    }

    private static void requireLeaf(Usage usage, String purpose) {
        if (usage.authority() || usage.certificates()) {
            throw new MalformedException(Reason.BAD_VALUE, "the leaf is a certificate authority");
        }
        if (!usage.digitalSignature() || !usage.purposes().equals(List.of(purpose))) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "the leaf must be for digital signatures and " + purpose + " only, it is for " + usage.purposes());
        }
    }

    private static void requireAuthority(Usage usage, String purpose, int below) {
        if (!usage.authority() || !usage.certificates() || usage.pathLength() < below) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "an issuer may not issue certificates, or not at this height");
        }
        if (!usage.purposes().isEmpty() && !usage.purposes().contains(purpose)) {
            throw new MalformedException(Reason.BAD_VALUE, "an issuer may not issue certificates for " + purpose);
        }
    }
}
