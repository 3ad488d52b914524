package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.pki.CertificateForm;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.x509.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The paths from client certificates to authorities, and whether anything on them was taken back. Signatures and names
 * alone: what each certificate may do is {@link ClientTrust}'s. Thread-safe.
 */
final class AuthorityPaths {
    /** Paths that are remembered; each has a few kilobytes. */
    private static final int REMEMBERED = 1_000;

    private final List<ClientAuthority> authorities;
    private final List<RevocationList> lists;
    private final SignatureChecker checker;
    private final Map<ClientAuthority, List<ClientAuthority>> above = new ConcurrentHashMap<>();
    private final LinkedHashMap<List<X509Certificate>, Path> found = new LinkedHashMap<>(16, 0.75f, true);

    AuthorityPaths(List<ClientAuthority> authorities, List<RevocationList> lists, SignatureChecker checker) {
        this.authorities = authorities;
        this.lists = lists;
        this.checker = checker;
    }

    /**
     * A path.
     *
     * @param below the client's certificate and the authorities that are not listed, each signed by the next
     * @param listed the first has signed the last of {@code below}, and each but the last is signed by the next
     */
    record Path(List<X509Certificate> below, List<ClientAuthority> listed) {
        /** The listed authority that the certificates below are believed for. */
        ClientAuthority issuer() {
            return listed.getFirst();
        }

        /** Every certificate that the client's needs. */
        List<X509Certificate> all() {
            return Stream.concat(below.stream(), Stream.of(issuer().certificate()))
                    .toList();
        }
    }

    /** Reads every certificate strictly. @throws MalformedException if one is of a form or has a key that is not known */
    static List<Certificate> strict(List<X509Certificate> chain) {
        return chain.stream().map(CertificateForm::strict).toList();
    }

    /**
     * The path of a chain that a handshake has been through. It is remembered, since signatures and names do not change;
     * the one asked for longest ago is forgotten first.
     *
     * @throws CertificateRefusedException if there is none
     */
    Path findAgain(List<X509Certificate> chain) {
        synchronized (found) {
            Path known = found.get(chain);
            if (known != null) {
                return known;
            }
        }
        Path path = find(chain, strict(chain));
        synchronized (found) {
            if (found.size() >= REMEMBERED) {
                found.pollFirstEntry();
            }
            found.put(chain, path);
        }
        return path;
    }

    /**
     * The shortest beginning of the chain that a listed authority has signed; what comes after it says nothing.
     *
     * @param strict the same certificates, read strictly
     * @throws CertificateRefusedException if there is none
     */
    Path find(List<X509Certificate> chain, List<Certificate> strict) {
        for (int last = 0; last < chain.size(); last++) {
            Optional<ClientAuthority> issuer = issuer(chain.get(last), strict.get(last));
            if (issuer.isPresent()) {
                return new Path(
                        List.copyOf(chain.subList(0, last + 1)), above.computeIfAbsent(issuer.get(), this::listed));
            }
            if (last + 1 < chain.size()) {
                demandSigned(strict.get(last), strict.get(last + 1).key());
            }
        }
        throw new CertificateRefusedException("the certificate does not lead to an authority that is believed");
    }

    /**
     * Every list that speaks about a certificate of the path must cover {@code now} and not name it; of the listed
     * authorities, too: one that its own authority has taken back is one no more.
     *
     * @throws CertificateRefusedException otherwise
     */
    void demandUnrevoked(Path path, Instant now) {
        X509Certificate certificate = path.below().getLast();
        for (ClientAuthority issuer : path.listed()) {
            demandUnrevoked(certificate, issuer, now);
            certificate = issuer.certificate();
        }
    }

    private void demandUnrevoked(X509Certificate certificate, ClientAuthority issuer, Instant now) {
        for (RevocationList list : lists) {
            if (list.issuer().isSameAs(issuer)) {
                if (!list.covers(now)) {
                    throw new CertificateRefusedException("the " + list + " has ended or is not valid yet");
                }
                if (list.revokes(certificate.getSerialNumber())) {
                    throw CertificateRefusedException.ofRevoked();
                }
            }
        }
    }

    /** An authority and the listed ones above it, each once. */
    private List<ClientAuthority> listed(ClientAuthority lowest) {
        List<ClientAuthority> listed = new ArrayList<>();
        Optional<ClientAuthority> next = Optional.of(lowest);
        while (next.isPresent() && !listed.contains(next.get())) {
            X509Certificate certificate = next.get().certificate();
            listed.add(next.get());
            next = issuer(certificate, CertificateForm.strict(certificate));
        }
        return List.copyOf(listed);
    }

    /** Of several certificates of one authority, the one that is good longest. */
    private Optional<ClientAuthority> issuer(X509Certificate certificate, Certificate strict) {
        return authorities.stream()
                .filter(authority -> isIssued(certificate, strict, authority))
                .max(Comparator.comparing(authority -> authority.certificate().getNotAfter()));
    }

    private boolean isIssued(X509Certificate certificate, Certificate strict, ClientAuthority authority) {
        if (!certificate.getIssuerX500Principal().equals(authority.certificate().getSubjectX500Principal())) {
            return false;
        }
        try {
            strict.verifySignedBy(authority.key(), checker);
            return true;
        } catch (BadSignatureException | MalformedException another) {
            return false; // two authorities may have the same name
        }
    }

    private void demandSigned(Certificate certificate, VerificationKey signer) {
        try {
            certificate.verifySignedBy(signer, checker);
        } catch (BadSignatureException another) {
            throw new CertificateRefusedException("a certificate of the chain is not signed by the next", another);
        }
    }
}
