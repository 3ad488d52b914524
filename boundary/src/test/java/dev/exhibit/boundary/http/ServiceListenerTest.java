package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The pipeline over a real socket: what is answered, and in which form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ServiceListenerTest {
    private static final String SECRET = "jdbc:postgresql://secret-host";

    private final Map<String, Route.Handler> handlers = new ConcurrentHashMap<>();
    private TestService service;

    @BeforeAll
    void start() {
        Route.Handler byName = exchange -> Objects.requireNonNull(handlers.get(exchange.pathParameter("name")))
                .handle(exchange);
        service = new TestService(
                Limits.defaults(),
                List.of(
                        new Route(Method.GET, "/v1/do/{name}", Scope.EVIDENCE_READ, new Body.None(), byName),
                        new Route(Method.HEAD, "/v1/do/{name}", Scope.EVIDENCE_READ, new Body.None(), byName),
                        new Route(
                                Method.POST, "/v1/do/{name}", Scope.SIGN_CREATE, new Body.Document(1_000_000), byName),
                        new Route(Method.PUT, "/v1/put/{name}", Scope.EVIDENCE_WRITE, new Body.Stream(1_000), byName)));
        handlers.put("hello", exchange -> Answer.json(200, Json.object().with("hello", "world")));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void answersAgainAndAgainOnOneConnection() {
        try (RawClient client = service.pipeline()) {
            for (int i = 0; i < 3; i++) {
                Reply reply = client.request("GET", "/v1/do/hello");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("{\"hello\":\"world\"}");
            }
        }
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        for (String path : List.of("/v1/do/hello", "/v1/nowhere", "/v1/do/%zz")) {
            assertThat(get(path).headers())
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("x-frame-options", "DENY")
                    .containsEntry("x-xss-protection", "0")
                    .containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("cache-control", "no-store")
                    .containsKeys(
                            "permissions-policy",
                            "strict-transport-security",
                            "content-security-policy",
                            "correlation-id",
                            "date")
                    .doesNotContainKeys("server", "access-control-allow-origin");
        }
    }

    @Test
    void aHandlerCannotWeakenThem() {
        handlers.put("weak", exchange -> Answer.empty(200).header("cache-control", "public"));
        assertThat(get("/v1/do/weak").headers()).containsEntry("cache-control", "no-store");
    }

    @Test
    void unknownPathIs404() {
        for (String path : List.of("/", "/v1", "/v1/do", "/v1/do/", "/v1//do", "/v1/do/hello/", "/v1/DO/hello")) {
            problem(get(path), 404, "not_found");
        }
    }

    @Test
    void pathsAreNotNormalised() {
        problem(get("/v1/x/../do/hello"), 400, "malformed");
        problem(get("/v1/./do/hello"), 400, "malformed");
        problem(get("/v1/%2e%2e/do/hello"), 400, "malformed");
        problem(get("/v1/do%2Fhello"), 400, "malformed");
        problem(get("/v1/do/hello%00"), 400, "malformed");
        problem(get("/v1/do/hello%0d%0aX"), 400, "malformed");
        problem(get("/v1/do/%ff"), 400, "malformed");
        problem(get("/v1/do;a=b/hello"), 400, "malformed");
    }

    @Test
    void wrongMethodIs405AndNamesTheRightOnes() {
        try (RawClient client = service.pipeline()) {
            Reply reply = client.request("DELETE", "/v1/do/hello");
            problem(reply, 405, "method_not_allowed");
            assertThat(reply.headers()).containsEntry("allow", "GET, HEAD, POST");
            problem(client.request("get", "/v1/do/hello"), 400, "malformed");
        }
    }

    @Test
    void aRoleWithoutTheScopeIs403() {
        try (RawClient client = service.as(TestService.AUDITOR)) {
            assertThat(client.request("GET", "/v1/do/hello").status()).isEqualTo(200);
            Reply reply = client.request("POST", "/v1/do/hello", "application/json", new byte[] {'{', '}'});
            problem(reply, 403, "scope_missing");
            assertThat(reply.text()).contains("\"scope\":\"sign:create\"");
        }
    }

    @Test
    void parametersAreDecodedOnce() {
        handlers.put(
                "a b%20",
                exchange -> Answer.json(
                        200,
                        Json.object()
                                .with("q", exchange.queryParameter("q").orElseThrow())
                                .with("none", exchange.queryParameter("r").isEmpty())));
        assertThat(get("/v1/do/a%20b%2520?q=1%2B%25+2").text()).isEqualTo("{\"none\":true,\"q\":\"1+%+2\"}");
        problem(get("/v1/do/a%20b%2520?q=1&q=2"), 400, "malformed");
        problem(get("/v1/do/hello?q"), 400, "malformed");
    }

    @Test
    void aHeaderGivenTwiceIsRefused() {
        handlers.put(
                "header",
                exchange -> Answer.json(
                        200, Json.object().with("x", exchange.header("X-A").orElse(""))));
        try (RawClient client = service.pipeline()) {
            client.send("GET /v1/do/header HTTP/1.1\r\nHost: a\r\nx-a: 1\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("{\"x\":\"1\"}");
            client.send("GET /v1/do/header HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-a: 2\r\n\r\n");
            problem(client.read(), 400, "malformed");
        }
    }

    @Test
    void theCorrelationIdIsTheClientsIfItIsOne() {
        assertThat(correlated("abc-DEF_0123").headers()).containsEntry("correlation-id", "abc-DEF_0123");
        for (String bad : List.of("short", "with space in it", "x".repeat(65), "a\"b;c'd,e<f>")) {
            String given = correlated(bad).header("correlation-id");
            assertThat(given).isNotEqualTo(bad);
            assertThat(CorrelationId.isValid(given)).isTrue();
        }
    }

    @Test
    void jsonWantsItsMediaType() {
        handlers.put(
                "json",
                exchange -> Answer.json(
                        200,
                        Json.object()
                                .with(
                                        "n",
                                        exchange.json(JsonLimits.BODY).names().size())));
        assertThat(post("json", "application/json", "{\"a\":1}").text()).isEqualTo("{\"n\":1}");
        assertThat(post("json", "Application/JSON; charset=\"UTF-8\"", "{}").status())
                .isEqualTo(200);
        for (String type : List.of("text/json", "application/json; charset=utf-16", "application/json;", "json", "")) {
            problem(post("json", type, "{}"), 415, "media_type");
        }
        Reply twice = post("json", "application/json", "{\"a\":1,\"a\":2}");
        problem(twice, 400, "malformed");
        assertThat(twice.text()).contains("\"pointer\":\"/a\"", "malformed_json_duplicate_key");
    }

    @Test
    void refusalsKeepTheirMembers() {
        handlers.put("refused", exchange -> {
            throw ProblemException.at(ProblemCode.PREDICATE_INVALID, "/predicate/x", "not a number");
        });
        Reply reply = get("/v1/do/refused");
        problem(reply, 422, "predicate_invalid");
        assertThat(reply.text())
                .contains(
                        "\"detail\":\"not a number\"",
                        "\"pointer\":\"/predicate/x\"",
                        "\"type\":\"https://exhibit.dev/problems/predicate_invalid\"",
                        "\"title\":",
                        "\"status\":422",
                        "\"advice\":");
    }

    @Test
    void malformedInputFromAUseCaseIs400() {
        handlers.put("malformed", exchange -> {
            throw new MalformedException(Reason.BASE64, "/x", "not base64");
        });
        Reply reply = get("/v1/do/malformed");
        problem(reply, 400, "malformed");
        assertThat(reply.text()).contains("\"pointer\":\"/x\"", "\"reason\":\"malformed_base64\"");
    }

    @Test
    void aDefectTellsNothing() {
        handlers.put("defect", exchange -> {
            throw new IllegalStateException(SECRET);
        });
        Reply reply = get("/v1/do/defect");
        problem(reply, 500, "defect");
        assertThat(reply.text()).doesNotContain(SECRET).doesNotContain("IllegalState");
    }

    @Test
    void unavailableSaysWhenToComeBack() {
        handlers.put("unavailable", exchange -> {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the database is away");
        });
        Reply reply = get("/v1/do/unavailable");
        problem(reply, 503, "unavailable");
        assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 3);
        assertThat(reply.text()).contains("\"retryAfter\":" + reply.header("retry-after"));
    }

    @Test
    void anErrorClosesTheConnectionAndNothingElse() {
        handlers.put("error", exchange -> {
            throw new StackOverflowError(SECRET);
        });
        assertThatThrownBy(() -> get("/v1/do/error")).isInstanceOf(UncheckedIOException.class);
        assertThat(get("/v1/do/hello").status()).isEqualTo(200);
        assertThat(service.listener().freePlaces())
                .isEqualTo(Limits.defaults().admission().requests());
    }

    @Test
    void aVaultThatIsAwayIs503() {
        handlers.put("vault", exchange -> {
            throw new VaultUnavailableException(SECRET);
        });
        Reply reply = get("/v1/do/vault");
        problem(reply, 503, "unavailable");
        assertThat(reply.text()).doesNotContain(SECRET);
    }

    @Test
    void headHasTheLengthAndNoBody() {
        handlers.put("large", exchange -> Answer.stream("application/octet-stream", 3, () -> stream("abc")));
        try (RawClient client = service.pipeline()) {
            assertThat(client.request("HEAD", "/v1/do/hello").headers()).containsEntry("content-length", "17");
            assertThat(client.request("HEAD", "/v1/do/large").headers()).containsEntry("content-length", "3");
            problem(client.request("GET", "/v1/nowhere"), 404, "not_found");
        }
    }

    @Test
    void aHeaderWithALineEndIsADefectAndNotAHeader() {
        handlers.put("split", exchange -> Answer.empty(200).header("X-A", "b\r\nSet-Cookie: c=d"));
        Reply reply = get("/v1/do/split");
        problem(reply, 500, "defect");
        assertThat(reply.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void aBodyThatIsNotReadEndsTheConnectionUnlessItIsShort() {
        handlers.put("ignore", exchange -> Answer.empty(204));
        int large = Limits.defaults().edge().shortBody() + 1;
        assertThat(post("ignore", "text/plain", "u".repeat(large)).headers()).containsEntry("connection", "close");
        assertThat(post("ignore", "text/plain", "u".repeat(large - 1)).headers())
                .containsEntry("connection", "keep-alive");
    }

    @Test
    void aRefusalArrivesWhileTheClientIsStillSending() {
        try (RawClient client = service.pipeline()) {
            client.send("POST /v1/do/hello HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
            client.send(new byte[3_000_000]);
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void aStreamIsReadToItsLimitAndNoFurther() {
        handlers.put("copy", exchange -> {
            try {
                return Answer.bytes(
                        200, "text/plain", Bytes.owned(exchange.stream().readAllBytes()));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        try (RawClient client = service.pipeline()) {
            assertThat(client.request("PUT", "/v1/put/copy", "text/plain", new byte[1_000])
                            .status())
                    .isEqualTo(200);
            problem(client.request("PUT", "/v1/put/copy", "text/plain", new byte[1_001]), 413, "too_large");
        }
    }

    private Reply get(String path) {
        try (RawClient client = service.pipeline()) {
            return client.request("GET", path);
        }
    }

    private Reply post(String name, String type, String body) {
        try (RawClient client = service.pipeline()) {
            return client.request("POST", "/v1/do/" + name, type, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Reply correlated(String id) {
        try (RawClient client = service.pipeline()) {
            return client.send("GET /v1/do/hello HTTP/1.1\r\nHost: a\r\nCorrelation-Id: " + id + "\r\n\r\n")
                    .read();
        }
    }

    private static void problem(Reply reply, int status, String code) {
        assertThat(reply.text()).contains("\"code\":\"" + code + "\"");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(reply.text()).contains("\"correlationId\":\"" + reply.header("correlation-id") + "\"");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
