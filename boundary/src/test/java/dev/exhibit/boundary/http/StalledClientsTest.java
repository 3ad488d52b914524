package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.Limits.Patience;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The eight ways to stall, over real sockets. There is one place only, so that a client that keeps it would keep everyone
 * out: each test ends with another client being served, and with the place free.
 */
@Timeout(60)
class StalledClientsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long LARGE = 256L * 1024 * 1024;
    private static final Patience SHORT = new Patience(
            Duration.ofMillis(2_500),
            Duration.ofMillis(500),
            Duration.ofMillis(1_000),
            Duration.ofMillis(600),
            1_000,
            Duration.ofMillis(400),
            Duration.ofMillis(500),
            Duration.ofMillis(100));

    private TestService service;

    @BeforeEach
    void start() {
        Limits limits = Limits.defaults().withLoad(50, 1, Duration.ofMillis(50));
        limits = limits.withEdge(limits.edge().withPatience(SHORT));
        service = new TestService(
                limits,
                List.of(
                        new Route(
                                Method.GET,
                                "/v1/hello",
                                Scope.EVIDENCE_READ,
                                new Body.None(),
                                exchange -> Answer.json(200, Json.object().with("hello", true))),
                        new Route(
                                Method.PUT,
                                "/v1/hash",
                                Scope.EVIDENCE_WRITE,
                                new Body.Stream(LARGE),
                                exchange -> Answer.json(
                                        200,
                                        Json.object()
                                                .with(
                                                        "size",
                                                        Hashing.of(exchange.stream())
                                                                .size()))),
                        new Route(
                                Method.GET,
                                "/v1/large",
                                Scope.EVIDENCE_READ,
                                new Body.None(),
                                exchange ->
                                        Answer.stream("application/octet-stream", LARGE, StalledClientsTest::large))));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void noHello() {
        try (RawClient client = RawClient.plain(service.port())) {
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void halfAHello() {
        try (RawClient client = RawClient.plain(service.port())) {
            client.send(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void nothingAfterTheHandshake() {
        try (RawClient client = service.pipeline()) {
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void nothingAfterTheFirstAnswer() {
        try (RawClient client = service.pipeline()) {
            assertThat(client.request("GET", "/v1/hello").status()).isEqualTo(200);
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void halfARequestLine() {
        try (RawClient client = service.pipeline()) {
            client.send("GET /v1/he");
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void halfTheHeaders() {
        try (RawClient client = service.pipeline()) {
            client.send("GET /v1/hello HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void headersOneByteAtATime() {
        try (RawClient client = service.pipeline()) {
            Dribble.into(client, Duration.ofMillis(50));
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void noBodyAfterTheHeaders() {
        try (RawClient client = upload(100_000)) {
            takesThePlace();
            client.awaitClose(SOON);
            servesOthers();
        }
    }

    @Test
    void aShortBodyThatNeverComesWhole() {
        try (RawClient client = upload(1_000)) {
            client.send(new byte[500]);
            closedWhileOthersAreServed(client);
        }
    }

    @Test
    void silenceInTheMiddleOfABody() {
        try (RawClient client = upload(100_000)) {
            client.send(new byte[50_000]);
            takesThePlace();
            client.awaitClose(SOON);
            servesOthers();
        }
    }

    @Test
    void aBodyBelowTheMinimumRate() {
        try (RawClient client = upload(100_000)) {
            Dribble.into(client, Duration.ofMillis(100));
            takesThePlace();
            client.awaitClose(SOON);
            servesOthers();
        }
    }

    @Test
    void aChunkBelowTheMinimumRate() {
        try (RawClient client = service.pipeline()) {
            client.send("PUT /v1/hash HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n");
            Dribble.into(client, Duration.ofMillis(100));
            takesThePlace();
            client.awaitClose(SOON);
            servesOthers();
        }
    }

    @Test
    void anAnswerThatIsNeverRead() {
        try (RawClient client = service.pipeline()) {
            client.send("GET /v1/large HTTP/1.1\r\nHost: localhost\r\n\r\n");
            takesThePlace();
            await().atMost(SOON).until(() -> service.listener().connections() == 0);
            servesOthers();
        }
    }

    @Test
    void aSlowButSteadyBodyIsTaken() {
        try (RawClient client = upload(3_000)) {
            for (int i = 0; i < 30; i++) {
                client.send(new byte[100]);
                Dribble.pause(Duration.ofMillis(50));
            }
            assertThat(client.read().text()).isEqualTo("{\"size\":3000}");
        }
    }

    private RawClient upload(int length) {
        return service.pipeline()
                .send("PUT /v1/hash HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n");
    }

    private void closedWhileOthersAreServed(RawClient stalled) {
        servesOthers();
        stalled.awaitClose(SOON);
        servesOthers();
    }

    private void takesThePlace() {
        await().atMost(SOON).until(() -> service.listener().freePlaces() == 0);
    }

    private void servesOthers() {
        await().atMost(Duration.ofSeconds(1)).until(() -> service.listener().freePlaces() == 1);
        try (RawClient other = service.pipeline()) {
            assertThat(other.request("GET", "/v1/hello").status()).isEqualTo(200);
        }
    }

    private static InputStream large() {
        return new InputStream() {
            private long left = LARGE;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int read = (int) Math.min(length, left);
                left -= read;
                return read == 0 ? -1 : read;
            }
        };
    }
}
