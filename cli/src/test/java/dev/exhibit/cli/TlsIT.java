package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestRevocations;
import dev.exhibit.cli.context.Context;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed program with an operator's certificate, a partner's authority and its revocation list, and a proxy. */
@Tag("proof")
class TlsIT {
    private static final String UNKNOWN = "\"code\":\"identity_unknown\"";

    @TempDir
    static Path folder;

    private final TestAuthority operator = new TestAuthority("operator");
    private final TestAuthority partner = new TestAuthority("partner");
    private final TestIdentity client = partner.client("spiffe://partner.test/build");
    private ServiceProcess service;

    @BeforeEach
    void start() throws IOException, CertificateEncodingException {
        TestIdentity server = operator.server();
        write("tls.crt", Bytes.utf8(pem(server.chain().getFirst()) + pem(operator.certificate())));
        Path key = write(
                "tls.key",
                Bytes.utf8(Pem.encode(
                        "PRIVATE KEY", Bytes.of(server.keys().getPrivate().getEncoded()))));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        write("partner.pem", Bytes.utf8(pem(partner.certificate())));
        write("partner.crl", new TestRevocations(partner).signed());
        Path config = write("config.json", Bytes.utf8("""
                {"tls":{"certificate":"DIR/tls.crt","certificateKey":"file:DIR/tls.key","crl":["DIR/partner.crl"],
                  "clientAuthorities":[{"file":"DIR/partner.pem","names":["spiffe://partner.test"]}],
                  "trustedProxies":["spiffe://partner.test/proxy"]}}""".replace("DIR", folder.toString())));
        service = InstalledProgram.serve(
                folder.resolve("data"), new String[] {"-Xmx512m"}, "--config", config.toString());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void whatAnOperatorGivesIsShownBelievedAndReloaded() throws Exception {
        // 1. The first clients believe the operator's certificate, with all that tokens need of the authority.
        Context pipeline = InstalledProgram.context(service.data(), "pipeline");
        String bearer = CertificateTokens.bearer(pipeline);
        try (RawClient known = RawClient.tls(port(), ClientContexts.withCertificate(pipeline))) {
            assertThat(known.send("GET /v1/keys HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + bearer + "\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(ready().text()).contains("{\"holds\":true,\"name\":\"tls-reload\"");

        // 2. A client of the partner's authority is let in, and not registered.
        assertThat(ask(client).text()).contains(UNKNOWN);

        // 3. What its proxy passes on is the caller's certificate, bound to the token.
        X509Certificate leaf = leafOf(pipeline);
        String passedOn = "Client-Cert: :" + StrictBase64.encode(Bytes.of(leaf.getEncoded())) + ":\r\n";
        try (RawClient proxy = RawClient.tls(
                port(), partner.client("spiffe://partner.test/proxy").insistentContext(operator))) {
            String request = "GET /v1/keys HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + bearer + "\r\n";
            assertThat(proxy.send(request + passedOn + "\r\n").read().status()).isEqualTo(200);
            assertThat(proxy.send(request + "\r\n").read().text()).contains(UNKNOWN);
        }

        // 4. It is revoked: refused without a restart.
        write(
                "partner.crl",
                new TestRevocations(partner).revoke(client.chain().getFirst()).signed());
        soon().untilAsserted(() -> assertThatThrownBy(() -> ask(client)).isInstanceOf(UncheckedIOException.class));

        // 5. A list that is none changes nothing, and readiness says so.
        write("partner.crl", Bytes.utf8("nonsense"));
        soon().until(() -> ready().text().contains("{\"holds\":false,\"name\":\"tls-reload\""));
        assertThat(ready().status()).isEqualTo(200);
        assertThatThrownBy(() -> ask(client)).isInstanceOf(UncheckedIOException.class);

        // 6. A good one is taken up again.
        write("partner.crl", new TestRevocations(partner).signed());
        soon().until(() -> ready().text().contains("{\"holds\":true,\"name\":\"tls-reload\""));
        assertThat(ask(client).text()).contains(UNKNOWN);
    }

    private Reply ask(TestIdentity identity) {
        try (RawClient raw = RawClient.tls(port(), identity.insistentContext(operator))) {
            return raw.request("GET", "/v1/keys");
        }
    }

    private Reply ready() {
        try (RawClient raw = RawClient.plain(service.operations().getPort())) {
            return raw.request("GET", "/health/ready");
        }
    }

    private int port() {
        return service.address().getPort();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }

    private static X509Certificate leafOf(Context context) throws Exception {
        Path pem = Path.of(context.server().orElseThrow().keyStore().toString().replace(".p12", ".pem"));
        try (var in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return Pem.encode("CERTIFICATE", Bytes.of(certificate.getEncoded()));
    }

    /** Whole or not at all, as whoever renews certificates should. */
    private static Path write(String name, Bytes content) throws IOException {
        Path fresh = Files.write(folder.resolve(name + ".new"), content.toArray());
        return Files.move(
                fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
