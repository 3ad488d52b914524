package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.problem.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What a listener shows to its clients and which clients it believes: a key with its chain, certificate authorities and
 * their revocation lists. Held by the JDK's TLS provider; the private key is not given out again.
 */
public final class TlsMaterial {
    private static final Duration SESSION_TIME = Duration.ofMinutes(10);
    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private final KeyManager[] keys;
    private final ClientTrust trust;
    private final TlsVersion oldest;

    private TlsMaterial(KeyManager[] keys, ClientTrust trust, TlsVersion oldest) {
        this.keys = keys;
        this.trust = trust;
        this.oldest = oldest;
    }

    /**
     * A PKCS#12 file (RFC 7292) and the file that holds its password, white space at the end ignored.
     *
     * @param store the PKCS#12 file
     * @param password the file with the password, UTF-8
     */
    public record StoreFile(Path store, Path password) {}

    /**
     * Reads the key with its chain from {@code key}, the trusted authorities from the PEM file {@code authorities}.
     *
     * @throws StartRefusedException if a file is missing, the password wrong, or the contents not as described
     */
    public static TlsMaterial load(StoreFile key, Path authorities) {
        Credential own = credential(key);
        List<ClientAuthority> believed = AuthorityFile.read(authorities, new CertifiedNames.Any());
        return of(own, new ClientTrust(believed, List.of()), TlsVersion.TLS_1_3);
    }

    /** The key with its chain in {@code file}. @throws StartRefusedException if it cannot be read */
    public static Credential credential(StoreFile file) {
        char[] password = password(file.password());
        try {
            return ServerKey.fromStore(file.store(), password);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /** A key with its chain (leaf first) and the authorities whose client certificates are believed. */
    public static TlsMaterial of(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {
        ClientTrust trust =
                new ClientTrust(authorities.stream().map(ClientAuthority::own).toList(), List.of());
        return of(new Credential(key, chain), trust, TlsVersion.TLS_1_3);
    }

    /** @param oldest the oldest version of TLS that is spoken */
    public static TlsMaterial of(Credential key, ClientTrust trust, TlsVersion oldest) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key.secretKey(), IN_MEMORY, key.chain().toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, IN_MEMORY);
            return new TlsMaterial(factory.getKeyManagers(), trust, oldest);
        } catch (GeneralSecurityException | IOException refused) {
            throw new StartRefusedException("TLS material cannot be used: " + refused.getMessage(), refused);
        }
    }

    /** Whose clients are believed. */
    public ClientTrust trust() {
        return trust;
    }

    TlsVersion oldest() {
        return oldest;
    }

    /** A fresh context without sessions of any earlier one. */
    SSLContext context(InstantSource clock) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {new ClientCertificateTrust(trust, clock)}, null);
            context.getServerSessionContext().setSessionTimeout((int) SESSION_TIME.toSeconds());
            return context;
        } catch (GeneralSecurityException refused) {
            throw new StartRefusedException("TLS 1.3 cannot be set up: " + refused.getMessage(), refused);
        }
    }

    private static char[] password(Path file) {
        try {
            return Files.readString(file).stripTrailing().toCharArray();
        } catch (IOException unreadable) {
            throw new StartRefusedException("cannot read the password file " + file, unreadable);
        }
    }
}
