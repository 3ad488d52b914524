package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.x509.SignatureIdentifier;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A complete certificate revocation list of one authority (RFC 5280 section 5). Delta lists, indirect ones and those for
 * a part of the certificates are refused, as is everything critical that is not known.
 *
 * @param issuer whose certificates it is about; it signed the list
 * @param from when it was issued
 * @param until when the next one is due: after that, nothing the authority issued is believed
 * @param revoked serial numbers
 */
public record RevocationList(ClientAuthority issuer, Instant from, Instant until, Set<BigInteger> revoked) {
    /** Longest list that is read, in bytes. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final String PEM_LABEL = "X509 CRL";
    private static final String PEM_BEGIN = "-----BEGIN";
    private static final String DELTA = "2.5.29.27";
    private static final int VERSION_2 = 2;

    public RevocationList {
        revoked = Set.copyOf(revoked);
    }

    /**
     * Reads one list, DER or PEM.
     *
     * @param name of the file, for refusals
     * @param authorities of which one must have signed it
     * @throws StartRefusedException for anything but such a list
     */
    public static RevocationList read(
            String name, Bytes file, List<ClientAuthority> authorities, SignatureChecker checker) {
        try {
            Bytes der = der(file);
            X509CRL list = parse(der);
            demandWhole(list);
            ClientAuthority issuer = issuer(list, der, authorities, checker);
            return new RevocationList(
                    issuer,
                    list.getThisUpdate().toInstant(),
                    list.getNextUpdate().toInstant(),
                    serials(list));
        } catch (MalformedException | GeneralSecurityException refused) {
            throw new StartRefusedException(
                    "the revocation list " + name + " cannot be used: " + refused.getMessage(), refused);
        }
    }

    /** Whether the list says anything about {@code time}. */
    boolean covers(Instant time) {
        return !time.isBefore(from) && !time.isAfter(until);
    }

    /** Whether the certificate with this number was taken back. */
    boolean revokes(BigInteger serial) {
        return revoked.contains(serial);
    }

    private static Bytes der(Bytes file) throws GeneralSecurityException {
        if (file.size() > MAX_BYTES) {
            throw new GeneralSecurityException("it is larger than " + MAX_BYTES + " bytes");
        }
        return file.startsWith(Bytes.utf8(PEM_BEGIN)) ? Pem.decode(PEM_LABEL, file.asLenientText(), MAX_BYTES) : file;
    }

    private static X509CRL parse(Bytes der) throws GeneralSecurityException {
        if (CertificateFactory.getInstance("X.509").generateCRL(der.open()) instanceof X509CRL list) {
            return list;
        }
        throw new GeneralSecurityException("it is no X.509 list");
    }

    private static void demandWhole(X509CRL list) throws GeneralSecurityException {
        if (list.getNextUpdate() == null) {
            throw new GeneralSecurityException("it does not say when the next one is due");
        }
        if (list.getExtensionValue(DELTA) != null) {
            throw new GeneralSecurityException("it is a delta list; a complete one is needed");
        }
        demandNothingCritical(list.getCriticalExtensionOIDs());
        if (list.getVersion() != VERSION_2) {
            throw new GeneralSecurityException("it is not of version 2");
        }
        for (X509CRLEntry entry : entries(list)) {
            demandNothingCritical(entry.getCriticalExtensionOIDs());
        }
    }

    /** Whoever does not know a critical extension must not use the list (RFC 5280 sections 5.2 and 5.3). */
    private static void demandNothingCritical(@Nullable Set<String> critical) throws GeneralSecurityException {
        if (critical != null && !critical.isEmpty()) {
            throw new GeneralSecurityException(
                    "it has the critical extension " + critical.iterator().next() + ", which is not known here");
        }
    }

    private static ClientAuthority issuer(
            X509CRL list, Bytes der, List<ClientAuthority> authorities, SignatureChecker checker)
            throws GeneralSecurityException {
        for (ClientAuthority authority : authorities) {
            boolean named = authority.certificate().getSubjectX500Principal().equals(list.getIssuerX500Principal());
            if (named && authority.signsLists() && isSigned(der, authority.key(), checker)) {
                return authority;
            }
        }
        throw new GeneralSecurityException("no client authority has signed it; it names "
                + list.getIssuerX500Principal().getName() + ", which must be listed in tls.clientAuthorities");
    }

    private static boolean isSigned(Bytes der, VerificationKey key, SignatureChecker checker) {
        Der outer = Der.ofSequence(der);
        Bytes body = outer.whole();
        Bytes identifier = outer.whole();
        SignatureBytes signature = new SignatureBytes(outer.bitString());
        outer.end();
        try {
            checker.verify(key, SignatureIdentifier.read(identifier, key.type()), body, signature);
            return true;
        } catch (BadSignatureException another) {
            return false;
        }
    }

    private static Set<BigInteger> serials(X509CRL list) {
        Set<BigInteger> serials = new HashSet<>();
        entries(list).forEach(entry -> serials.add(entry.getSerialNumber()));
        return serials;
    }

    private static Set<? extends X509CRLEntry> entries(X509CRL list) {
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
        return entries == null ? Set.of() : entries;
    }

    @Override
    public String toString() {
        return "revocation list of " + issuer + " until " + until;
    }
}
