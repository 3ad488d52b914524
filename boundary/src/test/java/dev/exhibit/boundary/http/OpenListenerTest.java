package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.tls.ClientAuthority;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.tls.TlsVersion;
import dev.exhibit.boundary.trace.Traces;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener that requests a certificate and takes who has none. */
class OpenListenerTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String SPIFFE = "spiffe://exhibit.test/one";

    private final TestAuthority authority = new TestAuthority("open");
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private volatile Duration ahead = Duration.ZERO;
    private final OpenListener listener = listener();

    @AfterEach
    void stop() {
        listener.close();
        sweeper.shutdownNow();
    }

    @Test
    void whoHasNoCertificateIsServed() {
        RawClient.Reply reply = anonymous().request("GET", "/who");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"address\":\"127.0.0.1\",\"certificate\":\"none\"}");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("correlation-id")).isNotEmpty();
    }

    @Test
    void whoShowsOneIsKnownByIt() {
        RawClient.Reply reply =
                connect(authority.client(SPIFFE).clientContext(authority)).request("GET", "/who");
        assertThat(reply.text()).contains("CN=leaf");
    }

    @Test
    void aBadCertificateIsNotTakenForNone() {
        Instant now = Instant.now();
        List<TestIdentity> bad = List.of(
                new TestAuthority("other").client(SPIFFE),
                authority.issue(new TestAuthority.Leaf()
                        .usage(KeyPurposeId.id_kp_serverAuth)
                        .name(GeneralName.uniformResourceIdentifier, SPIFFE)),
                authority.issue(new TestAuthority.Leaf()
                        .usage(KeyPurposeId.id_kp_clientAuth)
                        .name(GeneralName.uniformResourceIdentifier, SPIFFE)
                        .valid(now.minusSeconds(60), now.minusSeconds(1))));
        // The handshake of TLS 1.3 ends for the client before the server has looked: it notices when it reads.
        for (TestIdentity identity : bad) {
            assertThatThrownBy(
                            () -> connect(identity.insistentContext(authority)).request("GET", "/who"))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aCertificateMayEndWhileItsSessionLasts() {
        RawClient client = connect(authority.client(SPIFFE).clientContext(authority));
        assertThat(client.request("GET", "/who").status()).isEqualTo(200);
        ahead = Duration.ofHours(2);
        assertThat(client.request("GET", "/who").status()).isEqualTo(403);
    }

    @Test
    void aTrustedProxyIsNobodyItselfAndPassesOnItsClients() throws CertificateEncodingException {
        TestIdentity server = authority.server();
        listener.reload(TlsMaterial.of(
                Credential.of(server.keys(), server.chain()),
                new ClientTrust(
                        List.of(ClientAuthority.own(authority.certificate())),
                        List.of(),
                        Set.of(new ServiceIdentity(SPIFFE))),
                TlsVersion.TLS_1_3));
        RawClient proxy = connect(authority.client(SPIFFE).clientContext(authority));
        assertThat(proxy.request("GET", "/who").text()).contains("\"certificate\":\"none\"");
        TestIdentity client = authority.client("spiffe://exhibit.test/two");
        Bytes leaf = Bytes.of(client.chain().getFirst().getEncoded());
        String request = "GET /who HTTP/1.1\r\nHost: a\r\nClient-Cert: :";
        assertThat(proxy.send(request + StrictBase64.encode(leaf) + ":\r\n\r\n")
                        .read()
                        .text())
                .contains("CN=leaf");
        assertThat(proxy.send(request + "AAAA:\r\n\r\n").read().status()).isEqualTo(403);
        String forwarded = "GET /who HTTP/1.1\r\nHost: a\r\nForwarded: for=192.0.2.9\r\n\r\n";
        assertThat(proxy.send(forwarded).read().text()).contains("\"address\":\"192.0.2.9\"");
        assertThat(connect(client.clientContext(authority))
                        .send(forwarded)
                        .read()
                        .text())
                .contains("\"address\":\"127.0.0.1\"");
        assertThat(connect(client.clientContext(authority))
                        .send(request + "AAAA:\r\n\r\n")
                        .read()
                        .text())
                .contains("CN=leaf");
    }

    @Test
    void aFormIsReadExactly() {
        RawClient client = anonymous();
        assertThat(form(client, "b=2%2B+3&a=1&empty=").text()).isEqualTo("{\"a\":\"1\",\"b\":\"2+ 3\",\"empty\":\"\"}");
        for (String bad : List.of("a=1&a=2", "a", "=1", "a=%", "a=%zz", "a=%ff", "a=\u0001", "a=1&&b=2", "a=ä")) {
            assertThat(form(client, bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(form(client, "").text()).isEqualTo("{}");
    }

    @Test
    void aBodyHasItsLimitAndItsType() {
        assertThat(form(anonymous(), "a=" + "x".repeat(98)).status()).isEqualTo(200);
        assertThat(form(anonymous(), "a=" + "x".repeat(99)).status()).isEqualTo(413);
        assertThat(anonymous()
                        .request("POST", "/form", "text/plain", new byte[] {'a'})
                        .status())
                .isEqualTo(415);
        assertThat(anonymous()
                        .request("GET", "/who", Form.MEDIA_TYPE, new byte[] {'a'})
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anythingElseIsNotHere() {
        RawClient.Reply wrong = anonymous().request("GET", "/form");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).isEqualTo("POST");
        for (String path : List.of("/", "/who/", "/Who", "/%77ho", "/other")) {
            assertThat(anonymous().request("GET", path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aClientThatNeverShakesHandsIsClosed() {
        RawClient.plain(listener.port()).awaitClose(SHORT.plusSeconds(5));
        Awaitility.await().until(() -> listener.connections() == 0);
    }

    @Test
    void aClientWithoutCertificateThatShookHandsMayBeIdleForLonger() {
        RawClient client = anonymous();
        client.send("GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
        Instant quiet = Instant.now();
        Awaitility.await().until(() -> Instant.now().isAfter(quiet.plus(SHORT.multipliedBy(3))));
        assertThat(client.request("GET", "/who").status()).isEqualTo(200);
    }

    @Test
    void aClientThatShookHandsMayWaitBeforeItsFirstRequest() {
        RawClient client = anonymous();
        Instant quiet = Instant.now();
        Awaitility.await().until(() -> Instant.now().isAfter(quiet.plus(SHORT.multipliedBy(3))));
        assertThat(client.request("GET", "/who").status()).isEqualTo(200);
    }

    @Test
    void aStalledBodyGivesItsPlaceBack() {
        int places = listener.freePlaces();
        RawClient client = anonymous();
        client.send("POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Form.MEDIA_TYPE
                + "\r\nContent-Length: 10\r\n\r\na=");
        client.awaitClose(Duration.ofSeconds(10));
        Awaitility.await().until(() -> listener.freePlaces() == places);
    }

    private RawClient.Reply form(RawClient client, String body) {
        return client.request("POST", "/form", Form.MEDIA_TYPE, body.getBytes(StandardCharsets.UTF_8));
    }

    private RawClient anonymous() {
        return connect(TestIdentity.anonymousContext(authority));
    }

    private RawClient connect(SSLContext context) {
        return RawClient.tls(listener.port(), context);
    }

    private OpenListener listener() {
        Limits.Patience usual = Limits.defaults().edge().patience();
        Limits.Patience patience = new Limits.Patience(
                SHORT,
                SHORT,
                usual.idleTime(),
                SHORT,
                usual.bodyMinimumRate(),
                SHORT,
                usual.answerStall(),
                usual.lingerTime());
        Limits limits = Limits.defaults();
        OpenListener made = new OpenListener(
                OpenListener.Callers.AUTHORITY,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                authority.material(authority),
                List.of(
                        new OpenRoute(Method.GET, "/who", 0, OpenListenerTest::who),
                        new OpenRoute(Method.POST, "/form", 100, OpenListenerTest::form)),
                limits.withEdge(limits.edge().withPatience(patience)),
                new ListenerParts(
                        () -> Instant.now().plus(ahead),
                        System::nanoTime,
                        () -> new CorrelationId(UUID.randomUUID().toString()),
                        new SecureRandom(),
                        sweeper,
                        new Metrics(InstantSource.system(), System::nanoTime),
                        Traces.none(),
                        Quotas.none()));
        made.start();
        return made;
    }

    private static Answer who(OpenExchange exchange) {
        String shown = exchange.certificate()
                .map(leaf -> leaf.getSubjectX500Principal().getName())
                .orElse("none");
        return Answer.json(200, Json.object().with("certificate", shown).with("address", exchange.address()));
    }

    private static Answer form(OpenExchange exchange) {
        Json.Obj read = Json.object();
        for (var parameter : exchange.form().parameters().entrySet()) {
            read = read.with(parameter.getKey(), parameter.getValue());
        }
        return Answer.json(200, read);
    }
}
