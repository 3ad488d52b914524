package dev.exhibit.authority.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.EnrolmentFixture;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.OpenListener;
import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolment as clients meet it: over TLS, without a certificate. */
@SuppressWarnings("NullAway.Init") // before each test
class EnrolmentListenerTest {
    private static final int LIMIT = IssuanceLimits.defaults().enrolment().requestBytes();

    @TempDir
    private Path folder;

    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final TestAuthority server = new TestAuthority("server");
    private EnrolmentFixture fixture;
    private OpenListener listener;

    @BeforeEach
    void start() {
        fixture = new EnrolmentFixture(folder);
        EnrolmentRoutes routes = new EnrolmentRoutes(
                fixture.identity,
                fixture.enrol,
                fixture.offer,
                () -> Optional.of("https://exhibit.test:8443"),
                IssuanceLimits.defaults());
        TestIdentity own = server.server();
        listener = new OpenListener(
                OpenListener.Callers.AUTHORITY,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsMaterial.of(own.keys().getPrivate(), own.chain(), List.of(server.certificate())),
                routes.open(),
                Limits.defaults(),
                TestService.parts(sweeper));
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
        sweeper.shutdownNow();
    }

    @Test
    void aCodeGetsAChainAndEverythingThatAContextNeeds() {
        RawClient.Reply reply = post(good().with("code", fixture.code()));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        Map<String, Json> answer = json(reply);
        assertThat(answer)
                .containsOnlyKeys(
                        "certificate", "identity", "client", "tenant", "expires", "tokenEndpoint", "audience", "server")
                .containsEntry("identity", Json.text(EnrolmentFixture.BUILD))
                .containsEntry("client", Json.text("build"))
                .containsEntry("tenant", Json.text("acme"))
                .containsEntry(
                        "expires", Json.text(fixture.now().plusSeconds(3600).toString()))
                .containsEntry("tokenEndpoint", Json.text("https://authority.exhibit.test/token"))
                .containsEntry("server", Json.text("https://exhibit.test:8443"));
        assertThat(answer.get("certificate"))
                .isInstanceOfSatisfying(
                        Json.Text.class,
                        pem -> assertThat(pem.value())
                                .endsWith(fixture.authority.certificatePem())
                                .containsPattern("(?s)-----BEGIN.*-----BEGIN"));
    }

    @Test
    void aRefusalIsAProblemWithItsReason() {
        RawClient.Reply reply = post(good().with("code", "acme.nothing"));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(json(reply))
                .containsEntry("code", Json.text("enrolment_refused"))
                .containsEntry("reason", Json.text("code_unknown"));
    }

    @Test
    void whatIsNotExactIsMalformed() {
        malformed("", good());
        malformed("", good().with("code", "a").with("token", "b"));
        malformed("/request", Json.object().with("code", "acme.nothing"));
        malformed("/request", Json.object().with("code", "acme.nothing").with("request", "nothing"));
        malformed("/more", good().with("code", "acme.nothing").with("more", 1));
        malformed("/code", good().with("code", 1));
        assertThat(post("application/json", "{\"code\":\"a\",\"code\":\"b\"}").status())
                .isEqualTo(400);
        assertThat(post("text/plain", "{}").status()).isEqualTo(415);
        assertThat(connect().request("GET", "/enroll").status()).isEqualTo(405);
    }

    @Test
    void aRequestOfTheLimitIsReadAndOneByteMoreIsNot() {
        String start =
                CanonicalJson.of(good().with("code", "acme.nothing")).bytes().asLenientText();
        assertThat(post("application/json", start + " ".repeat(LIMIT - start.length()))
                        .status())
                .isEqualTo(403);
        assertThat(post("application/json", start + " ".repeat(LIMIT - start.length() + 1))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() {
        int most = IssuanceLimits.defaults().enrolment().requests();
        RawClient client = connect();
        for (int i = 0; i < most; i++) {
            assertThat(post(client, good().with("code", "acme.nothing")).status())
                    .isEqualTo(403);
        }
        RawClient.Reply reply = post(client, good().with("code", fixture.code()));
        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 61);
        assertThat(json(reply)).containsEntry("code", Json.text("rate_limited"));
    }

    private Json.Obj good() {
        return Json.object().with("request", CertificateOrder.pem(fixture.key));
    }

    private void malformed(String pointer, Json.Obj body) {
        RawClient.Reply reply = post(body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(json(reply).getOrDefault("pointer", Json.text(""))).isEqualTo(Json.text(pointer));
    }

    private RawClient connect() {
        return RawClient.tls(listener.port(), TestIdentity.anonymousContext(server));
    }

    private RawClient.Reply post(Json.Obj body) {
        return post(connect(), body);
    }

    private static RawClient.Reply post(RawClient client, Json.Obj body) {
        return client.request(
                "POST",
                "/enroll",
                "application/json",
                CanonicalJson.of(body).bytes().toArray());
    }

    private RawClient.Reply post(String type, String body) {
        return connect().request("POST", "/enroll", type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Json> json(RawClient.Reply reply) {
        return JsonReader.read(reply.body(), JsonLimits.BODY) instanceof Json.Obj object ? object.members() : Map.of();
    }
}
