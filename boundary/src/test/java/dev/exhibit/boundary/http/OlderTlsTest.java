package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.boundary.tls.ClientAuthority;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.tls.TlsVersion;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TLS 1.2, where an operator has allowed it: with good suites, and with every other demand. */
@Timeout(60)
class OlderTlsTest {
    private static final byte[] HELLO = "GET /v1/hello HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final TestService service = new TestService(
            Limits.defaults(),
            List.of(new Route(
                    Method.GET, "/v1/hello", Scope.EVIDENCE_READ, new Body.None(), exchange -> Answer.empty(204))),
            OlderTlsTest::material);

    private static TlsMaterial material(TestAuthority own) {
        ReloadableTls.refuseRenegotiation();
        TestIdentity server = own.server();
        return TlsMaterial.of(
                Credential.of(server.keys(), server.chain()),
                new ClientTrust(List.of(ClientAuthority.own(own.certificate())), List.of()),
                TlsVersion.TLS_1_2);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void bothVersionsAreSpoken() throws IOException {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = connect(pipeline(), version)) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(answer(socket)).startsWith("HTTP/1.1 204");
            }
        }
    }

    @Test
    void oneSuiteAfterTheOtherIsGoodOrRefused() throws IOException {
        for (String good : List.of(
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")) {
            try (SSLSocket socket = connect(pipeline(), "TLSv1.2")) {
                socket.setEnabledCipherSuites(new String[] {good});
                socket.startHandshake();
                assertThat(socket.getSession().getCipherSuite()).isEqualTo(good);
            }
        }
        for (String bad : List.of(
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")) {
            try (SSLSocket socket = connect(pipeline(), "TLSv1.2")) {
                socket.setEnabledCipherSuites(new String[] {bad});
                assertThatThrownBy(socket::startHandshake).as(bad).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void versionsBeforeAreRefused() throws IOException {
        for (String version : List.of("TLSv1.1", "TLSv1")) {
            try (SSLSocket socket = connect(pipeline(), version)) {
                assertThatThrownBy(socket::startHandshake).as(version).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void certificatesAreDemandedAllTheSame() throws IOException {
        SSLContext stranger =
                new TestAuthority("other").client(TestService.PIPELINE).insistentContext(service.authority());
        for (SSLContext context : List.of(TestIdentity.anonymousContext(service.authority()), stranger)) {
            try (SSLSocket socket = connect(context, "TLSv1.2")) {
                assertThatThrownBy(() -> {
                            socket.startHandshake();
                            answer(socket);
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void noHandshakeFollowsOnTheFirst() throws IOException {
        try (SSLSocket socket = connect(pipeline(), "TLSv1.2")) {
            socket.startHandshake();
            assertThat(answer(socket)).startsWith("HTTP/1.1 204");
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        answer(socket);
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation"))
                    .isEqualTo("true");
        }
    }

    private SSLContext pipeline() {
        return service.authority().client(TestService.PIPELINE).clientContext(service.authority());
    }

    private SSLSocket connect(SSLContext context, String version) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", service.port());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    /** Whatever comes next; nothing is an error. */
    private static String answer(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(HELLO);
        byte[] some = new byte[4096];
        int read = socket.getInputStream().read(some);
        if (read < 0) {
            throw new IOException("closed");
        }
        return new String(some, 0, read, StandardCharsets.US_ASCII);
    }
}
