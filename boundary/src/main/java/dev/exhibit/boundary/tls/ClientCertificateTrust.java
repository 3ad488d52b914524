package dev.exhibit.boundary.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lets the handshake believe what {@link ClientTrust} does. Never believes a server: this is for listeners. */
final class ClientCertificateTrust extends X509ExtendedTrustManager {
    private final ClientTrust trust;
    private final InstantSource clock;

    ClientCertificateTrust(ClientTrust trust, InstantSource clock) {
        this.trust = trust;
        this.clock = clock;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            var unused = trust.require(List.of(chain), clock.instant());
        } catch (CertificateRefusedException refused) {
            throw new CertificateException(refused.getMessage(), refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notForServers();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.issuers();
    }

    private static CertificateException notForServers() {
        return new CertificateException("a listener meets clients only");
    }
}
