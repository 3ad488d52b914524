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
     * Returns if the leaf was issued by the first authority for {@code purpose}. The authorities among themselves are
     * another matter: see {@link #requireChain}.
     *
     * @param purpose the extended key usage that the leaf must have as its only one
     * @throws MalformedException if the leaf says something that is unknown here or forbids its use
     * @throws BadSignatureException if it was not signed by the authority
     */
    public void requireLeaf(String purpose, SignatureChecker checker) {
        requireLeaf(Usage.of(leaf), purpose);
        requireSigned(leaf, issuer(), checker);
    }

    /**
     * Returns if each of {@code authorities} may issue certificates for {@code purpose} at its height and was issued by
     * the next. It depends on nothing but its arguments, so it can be done once for a trust root.
     *
     * @param purpose an extended key usage; authorities must have it if they have any
     * @throws MalformedException if a certificate says something that is unknown here or forbids its use
     * @throws BadSignatureException if one was not signed by the next
     */
    public static void requireChain(List<Certificate> authorities, String purpose, SignatureChecker checker) {
        for (int below = 0; below < authorities.size(); below++) {
            requireAuthority(Usage.of(authorities.get(below)), purpose, below);
            if (below > 0) {
                requireSigned(authorities.get(below - 1), authorities.get(below), checker);
            }
        }
    }

    private static void requireSigned(Certificate issued, Certificate authority, SignatureChecker checker) {
        if (!issued.issuer().equals(authority.subject())) {
            throw new MalformedException(Reason.BAD_VALUE, issued + " names another issuer than " + authority);
        }
        issued.verifySignedBy(authority.key(), checker);
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
