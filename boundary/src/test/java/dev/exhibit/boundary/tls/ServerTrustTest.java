package dev.exhibit.boundary.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.TestAuthority;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of the authorities in the file are believed, and no others. */
class ServerTrustTest {
    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("inside");

    @Test
    void onlyServersOfTheseAuthoritiesAreBelieved() throws Exception {
        SSLContext trust = ServerTrust.of(pem(authority.certificate()));
        assertThat(shakesHands(trust, authority)).isTrue();
        assertThat(shakesHands(trust, new TestAuthority("other"))).isFalse();
        assertThat(shakesHands(ServerTrust.ofPlatform(), authority)).isFalse();
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStart() throws IOException {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> ServerTrust.of(folder.resolve("missing")))
                .withMessageContaining("missing");
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> ServerTrust.of(empty))
                .withMessage(empty + " holds no certificate");
        Path text = Files.writeString(folder.resolve("text"), "-----BEGIN CERTIFICATE-----\nx\n");
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(() -> ServerTrust.of(text));
    }

    private Path pem(X509Certificate certificate) throws IOException, GeneralSecurityException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return Files.writeString(
                folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    /** Whether a client with this trust speaks to a server of that authority. */
    private static boolean shakesHands(SSLContext trust, TestAuthority authority) throws IOException {
        SSLContext server = authority.server().clientContext(authority);
        try (ServerSocket listening = server.getServerSocketFactory().createServerSocket(0);
                ExecutorService accepting = Executors.newVirtualThreadPerTaskExecutor()) {
            accepting.execute(() -> accept(listening));
            try (SSLSocket socket =
                    (SSLSocket) trust.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
                socket.startHandshake();
                return true;
            } catch (SSLHandshakeException refused) {
                return false;
            }
        }
    }

    private static void accept(ServerSocket listening) {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
            accepted.startHandshake();
        } catch (IOException refused) {
            // The client says what became of it.
        }
    }
}
