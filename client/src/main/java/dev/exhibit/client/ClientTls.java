package dev.exhibit.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** TLS 1.3 with the caller's certificate, trusting one certificate authority and none of the platform's. */
public final class ClientTls {
    private ClientTls() {}

    /** @throws IllegalArgumentException if the key store or the authority cannot be used */
    public static SSLContext context(Connection connection) {
        return context(ClientKeyFile.of(connection).read(), connection.authority());
    }

    static SSLContext context(ClientKeyFile.Held held, String authority) {
        try {
            return context(held.keys().getKeyManagers(), authority);
        } catch (GeneralSecurityException | IOException refused) {
            throw new IllegalArgumentException("the certificate authority to be trusted cannot be read", refused);
        }
    }

    /** The same for somebody who has no certificate yet. */
    static SSLContext anonymous(String authority) {
        try {
            return context(new KeyManager[0], authority);
        } catch (GeneralSecurityException | IOException refused) {
            throw new IllegalArgumentException("the certificate authority to be trusted cannot be read", refused);
        }
    }

    private static SSLContext context(KeyManager[] keys, String authority)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authority(authority));
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    /** TLS 1.3, and the server's name checked. */
    public static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    private static KeyStore authority(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        int count = 0;
        for (var certificate :
                factory.generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
            store.setCertificateEntry("authority-" + count++, certificate);
        }
        return store;
    }
}
