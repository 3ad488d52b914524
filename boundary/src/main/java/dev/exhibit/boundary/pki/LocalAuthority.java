package dev.exhibit.boundary.pki;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The certificate authority that an installation makes for itself at its first start. {@link #ensure} is both the first
 * issue and the renewal: call it at every start, and again from time to time while running.
 *
 * <p>A certificate lives 90 days and is issued anew, with a new key, when less than 30 are left. What is on disk is kept
 * byte for byte otherwise. The key store is written first and is the truth; the PEM beside it is derived. A key store
 * that cannot be read stops the start and is never replaced. Thread-safe.
 */
public final class LocalAuthority {
    /** How long a certificate is valid. */
    public static final Duration LIFE = Duration.ofDays(90);

    /** A certificate with less than this left is issued anew. */
    public static final Duration RENEWAL = Duration.ofDays(30);

    /** How far the clock of a client or of another replica may be behind when it gets a short-lived certificate. */
    public static final Duration SKEW = Duration.ofMinutes(2);

    /** The common name of those whose name is not chosen at the first start; for people. */
    private static final String ENROLLED = "enrolled";

    private static final String PEM_LABEL = "CERTIFICATE";
    private static final String NAMES = "2.5.29.17";

    private final Credential authority;
    private final Certificates certificates;
    private final InstantSource clock;
    private final SecureRandom random;
    private final String password;

    private LocalAuthority(
            Credential authority,
            Certificates certificates,
            InstantSource clock,
            SecureRandom random,
            String password) {
        this.authority = authority;
        this.certificates = certificates;
        this.clock = clock;
        this.random = random;
        this.password = password;
    }

    /**
     * The authority in {@code folder} ({@code ca.p12}, {@code ca.pem}), made if it is missing; valid for ten years.
     *
     * @param password of all key stores that this authority writes
     * @throws StartRefusedException if its key store cannot be read, or if it has ended
     */
    public static LocalAuthority open(Path folder, String password, InstantSource clock, SecureRandom random) {
        Certificates certificates = new Certificates(random);
        KeyStoreFile store = new KeyStoreFile(folder.resolve("ca.p12"), password);
        Credential authority = read(store).orElseGet(() -> {
            KeyPair keys = SigningKey.generatePair(random);
            X509Certificate own = certificates.authority("Exhibit local authority", keys, clock.instant());
            Credential made = new Credential(keys.getPrivate(), List.of(own));
            store.create(made);
            return made;
        });
        Instant end = authority.certificate().getNotAfter().toInstant();
        if (!clock.instant().isBefore(end)) {
            throw new StartRefusedException("the certificate authority in " + folder + " ended at " + end
                    + "; move the folder aside and start again to make a new one");
        }
        keepBeside(folder.resolve("ca.pem"), authority.certificate());
        return new LocalAuthority(authority, certificates, clock, random, password);
    }

    /** The authority's certificate in PEM: what both sides of a connection trust. */
    public String certificatePem() {
        return pem(authority.certificate());
    }

    /**
     * The certificate that {@code request} asks for, as {@code folder/name.p12} and {@code folder/name.pem}: the one that
     * is there if it is from this authority, for the same names and good for at least {@link #RENEWAL}, else a new one.
     *
     * @throws StartRefusedException if the key store is there but cannot be read
     */
    public Issued ensure(CertificateRequest request, Path folder, String name) {
        return ensure(request, folder, name, password);
    }

    /**
     * The same, for a key store that is handed to somebody else.
     *
     * @param storePassword of that key store alone: whoever gets it must not be able to open the authority's
     */
    public synchronized Issued ensure(CertificateRequest request, Path folder, String name, String storePassword) {
        KeyStoreFile store = new KeyStoreFile(folder.resolve(name + ".p12"), storePassword);
        Path certificate = folder.resolve(name + ".pem");
        Optional<Credential> kept = read(store).filter(found -> isFit(found.certificate(), request));
        Credential current = kept.orElseGet(() -> issue(request));
        if (kept.isEmpty()) {
            store.replace(current);
        }
        keepBeside(certificate, current.certificate());
        return new Issued(
                store.path(), certificate, current.certificate().getNotAfter().toInstant(), kept.isEmpty());
    }

    /**
     * A certificate for a client that keeps its key to itself; nothing is written.
     *
     * @param key what the client proved to have
     * @param life until when; shorter if this authority ends before
     * @return the certificate first, then this authority's
     */
    public List<X509Certificate> issue(VerificationKey key, ServiceIdentity identity, Duration life) {
        Instant now = clock.instant();
        X509Certificate certificate = certificates.issue(
                new CertificateRequest.Client(ENROLLED, identity),
                SubjectPublicKeyInfo.getInstance(key.spki().toArray()),
                authority,
                new Certificates.Validity(now.minus(SKEW), now.plus(life)));
        return List.of(certificate, authority.certificate());
    }

    private static Optional<Credential> read(KeyStoreFile store) {
        try {
            return store.read();
        } catch (KeyStoreException unreadable) {
            throw new StartRefusedException(
                    unreadable.getMessage() + "; restore it and its password, or move it aside to make a new one",
                    unreadable);
        }
    }

    private Credential issue(CertificateRequest request) {
        KeyPair keys = SigningKey.generatePair(random);
        Instant now = clock.instant();
        X509Certificate certificate = certificates.issue(request, keys.getPublic(), authority, now, now.plus(LIFE));
        return new Credential(keys.getPrivate(), List.of(certificate, authority.certificate()));
    }

    private boolean isFit(X509Certificate certificate, CertificateRequest request) {
        Instant due = certificate.getNotAfter().toInstant().minus(RENEWAL);
        return clock.instant().isBefore(due) && isOurs(certificate) && hasNames(certificate, request);
    }

    private boolean isOurs(X509Certificate certificate) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException byAnother) {
            return false;
        }
    }

    private static boolean hasNames(X509Certificate certificate, CertificateRequest request) {
        byte[] extension = certificate.getExtensionValue(NAMES);
        return extension != null
                && Bytes.owned(ASN1OctetString.getInstance(extension).getOctets())
                        .equals(Certificates.encodedNames(request));
    }

    /** Writes a certificate as PEM unless the file holds it. */
    static void keepBeside(Path file, X509Certificate certificate) {
        Bytes wanted = Bytes.utf8(pem(certificate));
        try {
            if (Files.notExists(file) || !Bytes.owned(Files.readAllBytes(file)).equals(wanted)) {
                PrivateFiles.replace(file, wanted);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return Pem.encode(PEM_LABEL, Bytes.of(certificate.getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has an encoding", impossible);
        }
    }
}
