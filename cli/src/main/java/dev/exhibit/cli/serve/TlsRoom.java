package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.TlsListener;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.tls.CurrentTls;
import dev.exhibit.boundary.tls.TlsLoader;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.tls.TlsSettings.ServerCertificate;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SignatureChecker;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the listeners over TLS show and believe, put together and kept up to date. */
final class TlsRoom {
    private final List<TlsListener> listeners = new CopyOnWriteArrayList<>();
    private final Settings settings;
    private final TlsLoader loader;
    private final CurrentTls current;

    TlsRoom(Settings settings, DataDirectory data, Secrets secrets, Platform platform, SignatureChecker checker) {
        this.settings = settings;
        this.loader = loader(settings, data, secrets, platform, checker);
        this.current = new CurrentTls(loader, platform.clock());
    }

    static TlsLoader loader(
            Settings settings, DataDirectory data, Secrets secrets, Platform platform, SignatureChecker checker) {
        return new TlsLoader(
                settings.tls(),
                new TlsMaterial.StoreFile(data.serverKeyStore(), data.keyStorePassword()),
                data.authorities(),
                secrets,
                checker,
                platform.clock());
    }

    TlsMaterial material() {
        return current.material();
    }

    /** From now on, {@code listener} gets what changes. */
    void serve(TlsListener listener) {
        listeners.add(listener);
    }

    /** Takes up what has changed on disk. */
    void refresh() {
        current.refresh(fresh -> listeners.forEach(listener -> listener.reload(fresh)));
    }

    List<HealthCheck> checks() {
        return List.of(
                HealthCheck.notice("tls-reload", current::refused),
                HealthCheck.notice("revocation-lists", current::lists));
    }

    /**
     * Whom clients have to believe to know this server.
     *
     * @param own PEM of the installation's own authority
     */
    String authorityPem(String own) {
        if (settings.tls().server() instanceof ServerCertificate.Made) {
            return own;
        }
        X509Certificate top = loader.server().chain().getLast();
        try {
            return Pem.encode("CERTIFICATE", Bytes.of(top.getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has an encoding", impossible);
        }
    }
}
