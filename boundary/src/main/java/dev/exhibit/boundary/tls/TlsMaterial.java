package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.problem.StartRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a listener shows to its clients and which clients it believes: a key with its chain, and certificate authorities.
 * Held by the JDK's TLS provider; the private key is not given out again.
 */
public final class TlsMaterial {
    private static final Duration SESSION_TIME = Duration.ofMinutes(10);
    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    private final KeyManager[] keys;
    private final TrustManager[] trust;

    private TlsMaterial(KeyManager[] keys, TrustManager[] trust) {
        this.keys = keys;
        this.trust = trust;
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
        char[] password = password(key.password());
        try {
            return new TlsMaterial(keys(open(key, password), password), trust(authoritiesOf(authorities)));
        } catch (GeneralSecurityException refused) {
            throw new StartRefusedException(
                    "TLS material in " + key.store() + " or " + authorities + " cannot be used: "
                            + refused.getMessage(),
                    refused);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /** A key with its chain (leaf first) and the authorities whose client certificates are believed. */
    public static TlsMaterial of(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {
        try {
            KeyStore store = empty();
            store.setKeyEntry("server", key, IN_MEMORY, chain.toArray(Certificate[]::new));
            return new TlsMaterial(keys(store, IN_MEMORY), trust(authorities));
        } catch (GeneralSecurityException refused) {
            throw new StartRefusedException("TLS material cannot be used: " + refused.getMessage(), refused);
        }
    }

    /** A fresh context without sessions of any earlier one. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, trust, null);
            context.getServerSessionContext().setSessionTimeout((int) SESSION_TIME.toSeconds());
            return context;
        } catch (GeneralSecurityException refused) {
            throw new StartRefusedException("TLS 1.3 cannot be set up: " + refused.getMessage(), refused);
        }
    }

    private static KeyManager[] keys(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(List<X509Certificate> authorities) throws GeneralSecurityException {
        if (authorities.isEmpty()) {
            throw new GeneralSecurityException("no certificate authority is given");
        }
        KeyStore store = empty();
        for (X509Certificate authority : authorities) {
            if (authority.getBasicConstraints() < 0) {
                throw new GeneralSecurityException(
                        "not a certificate authority: " + authority.getSubjectX500Principal());
            }
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager paths) {
                return new TrustManager[] {new ClientCertificateTrust(paths)};
            }
        }
        throw new GeneralSecurityException("this Java platform has no PKIX trust manager");
    }

    private static List<X509Certificate> authoritiesOf(Path pem) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            List<X509Certificate> authorities = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                authorities.add((X509Certificate) certificate);
            }
            return authorities;
        } catch (IOException unreadable) {
            throw new StartRefusedException("cannot read the certificate authorities in " + pem, unreadable);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
    }

    private static KeyStore open(StoreFile file, char[] password) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file.store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (IOException unreadable) {
            throw new StartRefusedException(
                    "cannot open the key store " + file.store() + " with the password in " + file.password()
                            + ": check that both files belong together",
                    unreadable);
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
