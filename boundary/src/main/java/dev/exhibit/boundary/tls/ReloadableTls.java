package dev.exhibit.boundary.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A TLS context whose material can be replaced while a listener uses it. New handshakes see the new material; a whole new
 * context is made each time, so that a session begun under authorities no longer trusted cannot be resumed. Thread-safe.
 */
public final class ReloadableTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };

    private final ClientCertificate demand;
    private volatile SSLContext current;

    /** What a client has to show; one that it does show must be good either way, or the handshake fails. */
    public enum ClientCertificate {
        REQUIRED,
        /** For listeners where clients may prove themselves in another way. */
        REQUESTED
    }

    /** Requires a client certificate. */
    public ReloadableTls(TlsMaterial material) {
        this(material, ClientCertificate.REQUIRED);
    }

    public ReloadableTls(TlsMaterial material, ClientCertificate demand) {
        this.demand = demand;
        this.current = material.context();
    }

    /** Uses {@code material} for all handshakes from now on; connections that are open stay as they are. */
    public void reload(TlsMaterial material) {
        current = material.context();
    }

    /** The context to give to a server: every engine it makes is one of the material that is current then. */
    public SSLContext context() {
        SSLContext now = current;
        return new SSLContext(new Current(), now.getProvider(), now.getProtocol()) {};
    }

    /** TLS 1.3 alone, its three suites, and what is demanded of clients. */
    public SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters(SUITES, PROTOCOLS);
        switch (demand) {
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case REQUESTED -> parameters.setWantClientAuth(true);
        }
        parameters.setEndpointIdentificationAlgorithm("");
        return parameters;
    }

    private final class Current extends SSLContextSpi {
        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("made with its material");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return current.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return current.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return current.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return current.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return current.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return current.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return current.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return current.getSupportedSSLParameters();
        }
    }
}
