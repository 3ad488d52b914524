package dev.exhibit.boundary.tls;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.InstantSource;
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
    private static final String REFUSE_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private final ClientCertificate demand;
    private final InstantSource clock;
    private final TlsVersion oldest;
    private volatile Now now;

    private record Now(TlsMaterial material, SSLContext context) {
        static Now of(TlsMaterial material, InstantSource clock) {
            return new Now(material, material.context(clock));
        }
    }

    /** What a client has to show; one that it does show must be good either way, or the handshake fails. */
    public enum ClientCertificate {
        REQUIRED,
        /** For listeners where clients may prove themselves in another way. */
        REQUESTED,
        /** For what anybody may read. */
        NONE
    }

    /** Requires a client certificate. */
    public ReloadableTls(TlsMaterial material, InstantSource clock) {
        this(material, clock, ClientCertificate.REQUIRED);
    }

    /** @param material its oldest version of TLS stays that of the listener */
    public ReloadableTls(TlsMaterial material, InstantSource clock, ClientCertificate demand) {
        this.demand = demand;
        this.clock = clock;
        this.oldest = material.oldest();
        this.now = Now.of(material, clock);
    }

    /**
     * Makes this process refuse every renegotiation that a client of TLS 1.2 asks for; later versions have none. The JDK
     * looks at this once, before the first handshake of the process, so call it at the very start.
     */
    public static void refuseRenegotiation() {
        System.setProperty(REFUSE_RENEGOTIATION, "true");
    }

    /** Uses {@code material} for all handshakes from now on; connections that are open stay as they are. */
    public void reload(TlsMaterial material) {
        now = Now.of(material, clock);
    }

    /** Whom the material that is current now believes. */
    public ClientTrust trust() {
        return now.material().trust();
    }

    /** The context to give to a server: every engine it makes is one of the material that is current then. */
    public SSLContext context() {
        SSLContext first = now.context();
        return new SSLContext(new Current(), first.getProvider(), first.getProtocol()) {};
    }

    /** The versions and suites of the material, and what is demanded of clients. */
    public SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters(oldest.suites(), oldest.protocols());
        switch (demand) {
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case REQUESTED -> parameters.setWantClientAuth(true);
            case NONE -> parameters.setNeedClientAuth(false);
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
            return now.context().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return now.context().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return now.context().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return now.context().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return now.context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return now.context().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return now.context().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return now.context().getSupportedSSLParameters();
        }
    }
}
