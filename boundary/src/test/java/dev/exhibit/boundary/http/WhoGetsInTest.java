package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestAuthority.Leaf;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Certificates right and wrong: refused in the handshake, with no byte of HTTP, or known, or 403. */
@Timeout(60)
class WhoGetsInTest {
    private TestService service;

    @BeforeEach
    void start() {
        Route who = new Route(
                Method.GET,
                "/v1/who",
                Scope.EVIDENCE_READ,
                new Body.None(),
                exchange -> Answer.json(
                        200,
                        Json.object()
                                .with(
                                        "identity",
                                        exchange.call().caller().identity().value())
                                .with("tenant", exchange.call().tenant().value())));
        service = new TestService(Limits.defaults(), List.of(who));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aRegisteredSpiffeIdIsKnown() {
        try (RawClient client = service.pipeline()) {
            assertThat(client.request("GET", "/v1/who").text())
                    .isEqualTo("{\"identity\":\"" + TestService.PIPELINE + "\",\"tenant\":\"acme\"}");
        }
    }

    @Test
    void aRegisteredHostNameIsKnown() {
        assertThat(ask(client().name(GeneralName.dNSName, TestService.HOST)).text())
                .contains("\"identity\":\"" + TestService.HOST + "\"");
    }

    @Test
    void headersDoNotSayWhoCalls() {
        try (RawClient client = service.as("spiffe://exhibit.test/tenant/acme/nobody")) {
            Reply reply = client.send("GET /v1/who HTTP/1.1\r\nHost: a\r\nX-Helidon-CN: pipeline\r\n"
                            + "X-Forwarded-Client-Cert: URI=" + TestService.PIPELINE + "\r\n"
                            + "X-SPIFFE-ID: " + TestService.PIPELINE + "\r\nForwarded: for=127.0.0.1\r\n\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).contains("\"code\":\"identity_unknown\"");
        }
    }

    @Test
    void whoIsNotRegisteredIsNobody() {
        try (RawClient client = service.as("spiffe://exhibit.test/tenant/acme/nobody")) {
            for (String path : List.of("/v1/who", "/v1/nowhere", "/")) {
                assertThat(client.request("GET", path).status()).isEqualTo(403);
            }
        }
    }

    @Test
    void aNameInAnotherFormIsRefused() {
        for (Leaf leaf : List.of(
                client(),
                client().name(GeneralName.uniformResourceIdentifier, "https://exhibit.test/pipeline"),
                client().name(GeneralName.uniformResourceIdentifier, "spiffe://exhibit.test"),
                client().name(GeneralName.uniformResourceIdentifier, "spiffe://exhibit.test/a/../b"),
                client().name(GeneralName.uniformResourceIdentifier, "SPIFFE://exhibit.test/a"),
                client().name(GeneralName.dNSName, TestService.PIPELINE),
                client().name(GeneralName.dNSName, "*.exhibit.test"),
                client().name(GeneralName.rfc822Name, "pipeline@exhibit.test"),
                client().name(GeneralName.iPAddress, "127.0.0.1"),
                client().name(GeneralName.dNSName, "a.test").name(GeneralName.dNSName, "b.test"),
                client().name(GeneralName.uniformResourceIdentifier, TestService.PIPELINE)
                        .name(GeneralName.uniformResourceIdentifier, "spiffe://exhibit.test/other"),
                client().name(GeneralName.uniformResourceIdentifier, "https://a.test")
                        .name(GeneralName.dNSName, TestService.HOST))) {
            refused(leaf);
        }
    }

    @Test
    void withoutACertificateThereIsNoAnswer() {
        refusedInTheHandshake(TestIdentity.anonymousContext(service.authority()));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        TestAuthority other = new TestAuthority("test");
        refusedInTheHandshake(other.client(TestService.PIPELINE).clientContext(service.authority()));
    }

    @Test
    void aCertificateOutOfItsTimeIsRefused() {
        Instant now = Instant.now();
        Duration hour = Duration.ofHours(1);
        refused(pipeline().valid(now.minus(hour), now.minus(Duration.ofMinutes(1))));
        refused(pipeline().valid(now.plus(Duration.ofMinutes(5)), now.plus(hour)));
    }

    @Test
    void anOpenConnectionMayNotOutliveItsCertificate() {
        try (RawClient client = service.pipeline()) {
            assertThat(client.request("GET", "/v1/who").status()).isEqualTo(200);
            service.advance(Duration.ofHours(2));
            assertThat(client.request("GET", "/v1/who").status()).isEqualTo(403);
        }
    }

    @Test
    void aCertificateThatIsNotForClientsIsRefused() {
        refused(new Leaf().name(GeneralName.uniformResourceIdentifier, TestService.PIPELINE));
        refused(new Leaf()
                .usage(KeyPurposeId.id_kp_serverAuth)
                .name(GeneralName.uniformResourceIdentifier, TestService.PIPELINE));
        refused(new Leaf()
                .usage(KeyPurposeId.anyExtendedKeyUsage)
                .name(GeneralName.uniformResourceIdentifier, TestService.PIPELINE));
    }

    @Test
    void olderVersionsOfTlsAreRefused() throws IOException {
        SSLContext context = service.authority().client(TestService.PIPELINE).clientContext(service.authority());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", service.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void plainHttpIsNotAnswered() {
        try (RawClient client = RawClient.plain(service.port())) {
            client.send("GET /v1/who HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aCommonClientGetsIn() throws IOException, InterruptedException {
        SSLContext context = service.authority().client(TestService.PIPELINE).clientContext(service.authority());
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            URI uri = URI.create("https://localhost:" + service.port() + "/v1/who");
            var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.body()).contains(TestService.PIPELINE);
        }
    }

    @Test
    void reloadedMaterialIsShownAndBelievedWithoutARestart() {
        TestAuthority next = new TestAuthority("next");
        SSLContext before = service.authority().client(TestService.PIPELINE).clientContext(service.authority());
        SSLContext after = next.client(TestService.PIPELINE).clientContext(next);
        try (RawClient open = RawClient.tls(service.port(), before)) {
            assertThat(open.request("GET", "/v1/who").status()).isEqualTo(200);
            service.listener().reload(next.material(next));
            assertThat(open.request("GET", "/v1/who").status())
                    .as("its authority is one no more")
                    .isEqualTo(403);
        }
        try (RawClient client = RawClient.tls(service.port(), after)) {
            assertThat(client.request("GET", "/v1/who").status()).isEqualTo(200);
        }
        refusedInTheHandshake(before); // it also holds a session ticket, which must not help it
    }

    @Test
    void aSessionMayNotOutliveItsAuthority() {
        TestAuthority next = new TestAuthority("next");
        SSLContext believesBoth =
                service.authority().client(TestService.PIPELINE).clientContext(service.authority());
        try (RawClient client = RawClient.tls(service.port(), believesBoth)) {
            assertThat(client.request("GET", "/v1/who").status()).isEqualTo(200);
        }
        service.listener().reload(service.authority().material(next));
        refusedInTheHandshake(believesBoth);
    }

    private static Leaf client() {
        return new Leaf().usage(KeyPurposeId.id_kp_clientAuth);
    }

    private static Leaf pipeline() {
        return client().name(GeneralName.uniformResourceIdentifier, TestService.PIPELINE);
    }

    private Reply ask(Leaf leaf) {
        SSLContext context = service.authority().issue(leaf).clientContext(service.authority());
        try (RawClient client = RawClient.tls(service.port(), context)) {
            return client.request("GET", "/v1/who");
        }
    }

    private void refused(Leaf leaf) {
        refusedInTheHandshake(service.authority().issue(leaf).clientContext(service.authority()));
    }

    /** In TLS 1.3 a client learns of the refusal when it first reads. */
    private void refusedInTheHandshake(SSLContext context) {
        assertThatThrownBy(() -> {
                    try (RawClient client = RawClient.tls(service.port(), context)) {
                        client.request("GET", "/v1/who");
                    }
                })
                .isInstanceOf(UncheckedIOException.class);
        assertThat(service.listener().freePlaces())
                .isEqualTo(Limits.defaults().admission().requests());
    }
}
