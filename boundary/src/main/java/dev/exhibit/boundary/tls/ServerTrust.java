package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.problem.StartRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Which servers are believed when the service itself is the client. */
public final class ServerTrust {
    private ServerTrust() {}

    /** The authorities that the platform believes. */
    public static SSLContext ofPlatform() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The authorities in a PEM file and no others.
     *
     * @throws StartRefusedException if it cannot be read or holds none
     */
    public static SSLContext of(Path authorities) {
        return context(manager(Optional.of(authorities)));
    }

    /** A context that believes {@code manager}, for libraries that want both. */
    public static SSLContext of(X509TrustManager manager) {
        return context(manager);
    }

    /**
     * The same as a trust manager; without a file, the authorities that the platform believes.
     *
     * @throws StartRefusedException if the file cannot be read or holds none
     */
    public static X509TrustManager manager(Optional<Path> authorities) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authorities.map(ServerTrust::store).orElse(null));
            return (X509TrustManager) trust.getTrustManagers()[0];
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SSLContext context(X509TrustManager manager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore store(Path authorities) {
        try (InputStream in = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            if (store.size() == 0) {
                throw new StartRefusedException(authorities + " holds no certificate");
            }
            return store;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new StartRefusedException("cannot read the certificate authorities in " + authorities, unreadable);
        }
    }
}
