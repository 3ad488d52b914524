package dev.exhibit.cli;

import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Connection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for clients that speak to the service byte by byte. */
final class ClientContexts {
    private ClientContexts() {}

    static SSLContext withCertificate(Context context) {
        Connection connection = context.server().orElseThrow();
        try (InputStream in = Files.newInputStream(connection.keyStore())) {
            char[] password =
                    Files.readString(connection.passwordFile()).strip().toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, password);
            return context(connection, keys.getKeyManagers());
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(refused);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static SSLContext withoutCertificate(Context context) {
        return context(context.server().orElseThrow(), new KeyManager[0]);
    }

    private static SSLContext context(Connection connection, KeyManager[] keys) {
        try {
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            byte[] pem = connection.authority().getBytes(StandardCharsets.US_ASCII);
            authorities.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(refused);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
