package dev.exhibit.boundary.testing;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A key with its certificate.
 *
 * @param keys the key pair
 * @param chain the certificate first
 */
public record TestIdentity(KeyPair keys, List<X509Certificate> chain) {
    private static final char[] PASSWORD = "test".toCharArray();

    public TestIdentity {
        chain = List.copyOf(chain);
    }

    /** A client context that shows this identity and believes {@code server}'s authority. */
    public SSLContext clientContext(TestAuthority server) {
        return context(server, store(server).keyManagers(this));
    }

    /** A client context that shows this identity even to a server that says it believes other authorities. */
    public SSLContext insistentContext(TestAuthority server) {
        return context(server, new KeyManager[] {new Insistent(this)});
    }

    private static final class Insistent extends X509ExtendedKeyManager {
        private final TestIdentity identity;

        Insistent(TestIdentity identity) {
            this.identity = identity;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"client"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "client";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            throw new IllegalStateException("a client only");
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain.toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.keys.getPrivate();
        }
    }

    /** A client context that shows no certificate. */
    public static SSLContext anonymousContext(TestAuthority server) {
        return context(server, new KeyManager[0]);
    }

    private record Store(KeyStore keys) {
        KeyManager[] keyManagers(TestIdentity identity) {
            try {
                keys.setKeyEntry(
                        "client", identity.keys.getPrivate(), PASSWORD, identity.chain.toArray(Certificate[]::new));
                KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
                factory.init(keys, PASSWORD);
                return factory.getKeyManagers();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static SSLContext context(TestAuthority server, KeyManager[] keys) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store(server).keys());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Store store(TestAuthority authority) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority.certificate());
            return new Store(store);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
