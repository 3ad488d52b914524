package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody means well with, byte for byte over a real socket: answered as a problem, and then closed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HostileRequestsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int LIMIT = 1_000;

    private final AtomicInteger handled = new AtomicInteger();
    private TestService service;

    @BeforeAll
    void start() {
        Route.Handler size = exchange -> {
            handled.incrementAndGet();
            return Answer.json(200, Json.object().with("size", exchange.body().size()));
        };
        Route.Handler hash = exchange -> {
            handled.incrementAndGet();
            return Answer.json(
                    200,
                    Json.object().with("size", Hashing.of(exchange.stream()).size()));
        };
        Limits limits = Limits.defaults();
        limits = limits.withEdge(
                limits.edge().withPatience(limits.edge().patience().withLinger(Duration.ofMillis(50))));
        service = new TestService(
                limits,
                List.of(
                        new Route(Method.POST, "/v1/document", Scope.EVIDENCE_WRITE, new Body.Document(LIMIT), size),
                        new Route(Method.PUT, "/v1/stream", Scope.EVIDENCE_WRITE, new Body.Stream(100_000), hash),
                        new Route(Method.GET, "/v1/none", Scope.EVIDENCE_READ, new Body.None(), size)));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost:\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX: one\r\n two: three\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET /v1/none HTTP/1.1\nHost: a\n\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX: b\u0000c\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX\u0000: b\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX: \u00e9\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX: \u007f\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n",
                "GET https://localhost/v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT localhost:443 HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/none#part HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET  /v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/none  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/no ne HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/none HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET /v1/none HTTP/2.0\r\nHost: a\r\n\r\n",
                "GET /v1/none http/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/none\r\nHost: a\r\n\r\n",
                "\r\nGET /v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
                "G\u0000T /v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
                "G(T /v1/none HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/none?a=\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello",
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void malformed(String request) {
        refused(request, 400, "malformed");
    }

    @Test
    void oldVersion() {
        refused("GET /v1/none HTTP/1.0\r\nHost: a\r\n\r\n", 505, "http_version");
    }

    @Test
    void codedBody() {
        refused(
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
                415,
                "media_type");
    }

    @Test
    void requestLine() {
        int limit = Limits.defaults().edge().requestLine();
        assertThat(reply("GET /" + "a".repeat(limit - 15) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .status())
                .isEqualTo(404);
        refused("GET /" + "a".repeat(limit - 14) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414, "request_line_too_large");
    }

    @Test
    void headerBytes() {
        int limit = Limits.defaults().edge().headerBytes();
        assertThat(reply("GET /v1/none HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(limit - 100) + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
        refused("GET /v1/none HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(limit) + "\r\n\r\n", 431, "headers_too_large");
        refused("GET /v1/none HTTP/1.1\r\nHost: a\r\n" + "x".repeat(limit + 1), 431, "headers_too_large");
    }

    @Test
    void headerCount() {
        int limit = Limits.defaults().edge().headerCount();
        assertThat(reply("GET /v1/none HTTP/1.1\r\nHost: a\r\n" + "X: b\r\n".repeat(limit - 1) + "\r\n")
                        .status())
                .isEqualTo(200);
        refused("GET /v1/none HTTP/1.1\r\nHost: a\r\n" + "X: b\r\n".repeat(limit) + "\r\n", 431, "headers_too_large");
    }

    @Test
    void declaredLength() {
        assertThat(reply(post(LIMIT) + "x".repeat(LIMIT)).text()).isEqualTo("{\"size\":" + LIMIT + "}");
        Reply refused = refused(post(LIMIT + 1), 413, "too_large");
        assertThat(refused.text()).contains("\"limit\":1000,\"seen\":1001");
        refused(post(20_000_000_000L), 413, "too_large");
    }

    @Test
    void chunkedLength() {
        assertThat(reply(chunked(LIMIT) + "0\r\n\r\n").text()).isEqualTo("{\"size\":" + LIMIT + "}");
        Reply refused = refused(chunked(LIMIT + 1), 413, "too_large");
        assertThat(refused.text()).contains("\"limit\":1000,\"seen\":1001");
    }

    @Test
    void aChunkLargerThanMemoryIsReadInPieces() {
        String head = "PUT /v1/stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n";
        refused(head + "x".repeat(100_001), 413, "too_large");
    }

    @Test
    void manySmallChunks() {
        String body = "1\r\nx\r\n".repeat(2_000) + "0\r\n\r\n";
        Reply reply = reply("PUT /v1/stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        assertThat(reply.text()).isEqualTo("{\"size\":2000}");
    }

    @Test
    void whatFollowsARefusedBodyIsNotARequest() {
        int before = handled.get();
        String smuggled = "GET /v1/none HTTP/1.1\r\nHost: a\r\n\r\n";
        refused(post(LIMIT + 1) + smuggled, 413, "too_large");
        refused(
                "GET /v1/none HTTP/1.1\r\nHost: a\r\nContent-Length: " + smuggled.length() + "\r\n\r\n" + smuggled,
                400,
                "malformed");
        assertThat(handled.get()).isEqualTo(before);
    }

    @Test
    void halfABody() {
        try (RawClient client = service.pipeline()) {
            client.send(post(100) + "half");
            shutdownOutput(client);
            client.awaitClose(SOON);
        }
    }

    @Test
    void twoRequestsAtOnceAreAnsweredInTurn() {
        try (RawClient client = service.pipeline()) {
            client.send(post(1) + "x" + post(2) + "xx");
            assertThat(client.read().text()).isEqualTo("{\"size\":1}");
            assertThat(client.read().text()).isEqualTo("{\"size\":2}");
        }
    }

    @Test
    void continueIsSaidOnlyToABodyThatIsWanted() {
        try (RawClient client = service.pipeline()) {
            client.send("POST /v1/document HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(100);
            client.send("hello");
            assertThat(client.read().status()).isEqualTo(200);
        }
        refused(
                "POST /v1/document HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n",
                413,
                "too_large");
    }

    private static void shutdownOutput(RawClient client) {
        try {
            client.socket().shutdownOutput();
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static String post(long length) {
        return "POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String chunked(int length) {
        return "POST /v1/document HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(length)
                + "\r\n"
                + "x".repeat(length)
                + "\r\n";
    }

    private Reply refused(String request, int status, String code) {
        try (RawClient client = service.pipeline()) {
            Reply reply = client.send(request).read();
            assertThat(reply.text()).contains("\"code\":\"" + code + "\"");
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.headers())
                    .containsEntry("content-type", "application/problem+json")
                    .containsEntry("connection", "close")
                    .containsEntry("x-content-type-options", "nosniff")
                    .doesNotContainKey("server");
            assertThat(reply.text()).contains(reply.headers().get("correlation-id"));
            client.awaitClose(SOON);
            return reply;
        }
    }

    private Reply reply(String request) {
        try (RawClient client = service.pipeline()) {
            return client.send(request).read();
        }
    }
}
