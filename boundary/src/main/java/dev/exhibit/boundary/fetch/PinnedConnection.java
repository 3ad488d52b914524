package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.FetchLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to exactly one address, for an origin: TLS 1.2 or 1.3 with the origin's name asked for and checked in the
 * certificate (RFC 9110 section 4.3.4). No proxy of the platform is used: it would look the name up again.
 */
final class PinnedConnection implements AutoCloseable {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Socket plain;
    private final Socket spoken;

    private PinnedConnection(Socket plain, Socket spoken) {
        this.plain = plain;
        this.spoken = spoken;
    }

    static PinnedConnection open(
            Origin origin, InetAddress address, SSLSocketFactory tls, FetchLimits limits, Deadline deadline)
            throws IOException {
        Socket plain = new Socket(Proxy.NO_PROXY);
        deadline.watch(plain);
        try {
            plain.connect(new InetSocketAddress(address, origin.port()), (int)
                    limits.connectTime().toMillis());
            plain.setSoTimeout((int) limits.silence().toMillis());
            return new PinnedConnection(plain, secured(origin, plain, tls));
        } catch (IOException | RuntimeException failed) {
            plain.close();
            throw failed;
        }
    }

    InputStream in() throws IOException {
        return new BufferedInputStream(spoken.getInputStream());
    }

    OutputStream out() throws IOException {
        return spoken.getOutputStream();
    }

    /** Without a farewell: the answer's own framing said where it ends. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Socket secured(Origin origin, Socket plain, SSLSocketFactory tls) throws IOException {
        if (origin.scheme() == Origin.Scheme.HTTP) {
            return plain;
        }
        String name = origin.host().replace("[", "").replace("]", "");
        SSLSocket secured = (SSLSocket) tls.createSocket(plain, name, origin.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (origin.address().isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
