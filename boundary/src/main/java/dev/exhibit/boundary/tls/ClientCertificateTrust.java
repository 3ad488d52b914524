package dev.exhibit.boundary.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a client certificate that leads to one of the given authorities and that says it is for clients: the extended
 * key usage {@code clientAuth} (RFC 5280 section 4.2.1.12) must be there, while the JDK lets a certificate without any
 * usage pass. Never believes a server: this is for listeners.
 */
final class ClientCertificateTrust extends X509ExtendedTrustManager {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final X509ExtendedTrustManager paths;

    ClientCertificateTrust(X509ExtendedTrustManager paths) {
        this.paths = paths;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        paths.checkClientTrusted(chain, authType, engine);
        demandClientUsage(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        paths.checkClientTrusted(chain, authType, socket);
        demandClientUsage(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        paths.checkClientTrusted(chain, authType);
        demandClientUsage(chain[0]);
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
        return paths.getAcceptedIssuers();
    }

    private static void demandClientUsage(X509Certificate leaf) throws CertificateException {
        List<String> usages = leaf.getExtendedKeyUsage();
        if (usages == null || !usages.contains(CLIENT_AUTH)) {
            throw new CertificateException("the certificate is not for client authentication");
        }
    }

    private static CertificateException notForServers() {
        return new CertificateException("a listener meets clients only");
    }
}
