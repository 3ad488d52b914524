package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.x509.Certificate;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which client certificates are believed: those that lead to one of the authorities, that name one service, that the
 * authority may certify and has not taken back. The same for the certificate of a connection and for one that a trusted
 * proxy passes on. Immutable.
 */
public final class ClientTrust {
    /** Certificates in a path, leaf and authority included. */
    public static final int MAX_PATH = 6;

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int SIGNS_DATA = 0;

    private final List<ClientAuthority> authorities;
    private final List<RevocationList> lists;
    private final Set<ServiceIdentity> proxies;
    private final AuthorityPaths paths;

    /** Without trusted proxies. */
    public ClientTrust(List<ClientAuthority> authorities, List<RevocationList> lists) {
        this(authorities, lists, Set.of());
    }

    /**
     * @param authorities at least one, none twice
     * @param lists at most one of each authority; one that has none is not asked whom it revoked
     * @param proxies which clients end TLS for others, and are believed when they pass on a certificate
     * @throws StartRefusedException if there is none, or anything is there twice
     */
    public ClientTrust(List<ClientAuthority> authorities, List<RevocationList> lists, Set<ServiceIdentity> proxies) {
        this.proxies = Set.copyOf(proxies);
        this.authorities = List.copyOf(authorities);
        this.lists = List.copyOf(lists);
        this.paths = new AuthorityPaths(this.authorities, this.lists, SignatureChecker.standard());
        if (authorities.isEmpty()) {
            throw new StartRefusedException("no certificate authority is given");
        }
        demandOnce(authorities.stream().map(ClientAuthority::certificate).toList(), "one certificate authority");
        demandOnce(lists.stream().map(RevocationList::issuer).toList(), "the revocation list of one authority");
    }

    private static void demandOnce(List<?> items, String what) {
        if (new HashSet<>(items).size() < items.size()) {
            throw new StartRefusedException(what + " is given twice");
        }
    }

    /**
     * Who shows {@code chain}.
     *
     * @param chain the certificate of the client first, each signed by the next; the authority may be left out
     * @throws CertificateRefusedException if it is not believed
     */
    public ServiceIdentity require(List<X509Certificate> chain, Instant now) {
        return inTerms(() -> identity(chain, now));
    }

    private interface Check<T> {
        T run() throws GeneralSecurityException;
    }

    private static <T> T inTerms(Check<T> check) {
        try {
            return check.run();
        } catch (MalformedException unreadable) {
            throw new CertificateRefusedException(String.valueOf(unreadable.getMessage()), unreadable);
        } catch (GeneralSecurityException refused) {
            throw new CertificateRefusedException(
                    "the certificate's path is not valid: " + refused.getMessage(), refused);
        }
    }

    private ServiceIdentity identity(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
        // 1. Few certificates, each of a form and with a key that are known here.
        demand(!chain.isEmpty() && chain.size() <= MAX_PATH, "a path has 2 to " + MAX_PATH + " certificates");
        List<Certificate> strict = AuthorityPaths.strict(chain);
        // 2. A client, and exactly one.
        demandClient(chain.getFirst());
        ServiceIdentity identity = CertificateIdentity.of(chain.getFirst());
        // 3. A path to an authority.
        AuthorityPaths.Path path = paths.find(chain, strict);
        demandValid(path, now);
        // 4. A name that it may certify.
        demandCertifies(path.issuer(), identity);
        // 5. Not taken back.
        paths.demandUnrevoked(path, now);
        return identity;
    }

    /**
     * Looks again at a chain that was believed: nothing on its path to an authority has ended or was taken back, by lists
     * that have not ended either, and the authority is still one.
     *
     * @throws CertificateRefusedException if that does not hold
     */
    public void requireStill(List<X509Certificate> chain, Instant now) {
        inTerms(() -> {
            AuthorityPaths.Path path = paths.findAgain(chain);
            for (X509Certificate certificate : path.all()) {
                certificate.checkValidity(Date.from(now));
            }
            demandCertifies(path.issuer(), CertificateIdentity.of(chain.getFirst()));
            paths.demandUnrevoked(path, now);
            return path;
        });
    }

    /** Whether a certificate that was believed is one of a trusted proxy. */
    public boolean isProxy(X509Certificate leaf) {
        return !proxies.isEmpty() && isProxy(CertificateIdentity.of(leaf));
    }

    /** Whether that is a trusted proxy. */
    public boolean isProxy(ServiceIdentity identity) {
        return proxies.contains(identity);
    }

    /** What is wrong with the lists at {@code now}; empty if nothing is. */
    public Optional<String> problem(Instant now) {
        return lists.stream()
                .filter(list -> !list.covers(now))
                .map(list -> "the revocation list of " + list.issuer() + " is not valid at this time (from "
                        + list.from() + " until " + list.until() + "): its clients are refused")
                .findFirst();
    }

    X509Certificate[] issuers() {
        return authorities.stream().map(ClientAuthority::certificate).toArray(X509Certificate[]::new);
    }

    List<ClientAuthority> authorities() {
        return authorities;
    }

    private static void demandValid(AuthorityPaths.Path path, Instant now) throws GeneralSecurityException {
        ClientAuthority authority = path.issuer();
        demand(path.below().size() < MAX_PATH, "a path has 2 to " + MAX_PATH + " certificates");
        demand(path.below().size() - 1 <= authority.pathLength(), "too many authorities below " + authority);
        authority.certificate().checkValidity(Date.from(now));
        PKIXParameters parameters = new PKIXParameters(Set.of(authority.anchor()));
        parameters.setDate(Date.from(now));
        parameters.setRevocationEnabled(false); // by the lists alone, afterwards; nothing is fetched
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path.below()), parameters);
    }

    private static void demandCertifies(ClientAuthority authority, ServiceIdentity identity) {
        demand(authority.names().cover(identity), authority + " may not certify " + identity);
    }

    /** For clients by its extended key usage, which must be there (RFC 5280 section 4.2.1.12), and no authority. */
    private static void demandClient(X509Certificate leaf) throws GeneralSecurityException {
        List<String> purposes = leaf.getExtendedKeyUsage();
        boolean[] usages = leaf.getKeyUsage();
        demand(purposes != null && purposes.contains(CLIENT_AUTH), "the certificate is not for client authentication");
        demand(usages == null || usages[SIGNS_DATA], "the certificate is not for digital signatures");
        demand(leaf.getBasicConstraints() < 0, "the certificate is one of an authority");
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new CertificateRefusedException(otherwise);
        }
    }
}
