package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.Tenants;
import dev.exhibit.boundary.testing.TestEntitlements;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a place at a real listener: limits and limits plus one, for callers, tenants, streams and rates. */
@Timeout(60)
class AdmissionTest {
    private static final String ONE = Tenants.caller("acme", "one");
    private static final String TWO = Tenants.caller("acme", "two");
    private static final String OTHER = Tenants.caller("other", "one");
    /** A request whose body of two bytes comes afterwards. */
    private static final String SHORT = "PUT /v1/stream HTTP/1.1\r\nHost: a\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Length: 2\r\n\r\n";
    /** What {@link #upload} leaves out. */
    private static final String REST = "x\r\n0\r\n\r\n";

    private static final int LARGE = 64 * 1024 * 1024;

    private final CountDownLatch goOn = new CountDownLatch(1);
    private Optional<TestService> service = Optional.empty();

    @AfterEach
    void stop() {
        goOn.countDown();
        service.ifPresent(TestService::close);
    }

    @Test
    void aCallerWithItsShareIsToldTheLimitAndOthersGoOn() {
        start(limits(4).withAdmission(limits(4).admission().withShares(75, 50)));
        try (RawClient first = waiting(ONE);
                RawClient second = waiting(ONE)) {
            Reply refused = ask(ONE, "GET /v1/hello");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text())
                    .contains("\"code\":\"concurrency_limited\"", "\"limit\":2,\"retryAfter\":", "\"seen\":3");
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 3);
            assertThat(ask(TWO, "GET /v1/hello").status()).isEqualTo(204);
            try (RawClient third = waiting(TWO)) {
                assertThat(ask(TWO, "GET /v1/hello").text()).contains("the tenant has its share of 3 at once");
                assertThat(ask(OTHER, "GET /v1/hello").status()).isEqualTo(204);
                goOn.countDown();
                assertThat(third.read().status()).isEqualTo(204);
            }
            assertThat(first.read().status()).isEqualTo(204);
            assertThat(second.read().status()).isEqualTo(204);
        }
    }

    @Test
    void aRateIsHeldForEachCaller() {
        start(limits(4).withAdmission(limits(4).admission().withRates(1_000, 5)));
        Reply refused = untilRefused(ONE, 10);
        assertThat(refused.text()).contains("\"code\":\"rate_limited\"", "\"limit\":10", "\"seen\":11");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 3);
        untilRefused(TWO, 10);
    }

    @Test
    void aRateIsHeldForEachTenant() {
        start(limits(4).withAdmission(limits(4).admission().withRates(5, 1_000)));
        assertThat(untilRefused(ONE, 10).text()).contains("a tenant may send 5 requests a second, and 10 at once");
        untilRefused(TWO, 0);
        untilRefused(OTHER, 10);
    }

    @Test
    void aTenantHasTheRateOfItsPlanAndNeverMoreThanTheLimit(@TempDir Path folder) {
        TestEntitlements signer = new TestEntitlements(folder)
                .sign("{'version':1,'expires':'9999-01-01T00:00:00Z','plans':{'slow':{'requestsPerSecond':3},"
                        + "'fast':{'requestsPerSecond':1000}},'assigned':{'acme':'slow'},'plan':'fast'}");
        Quotas quotas = signer.quotas();
        start(limits(4).withAdmission(limits(4).admission().withRates(5, 1_000)), quotas);
        assertThat(untilRefused(ONE, 6).text())
                .contains("\"code\":\"rate_limited\"", "may send 3 requests a second, and 6 at once", "\"limit\":6,");
        untilRefused(TWO, 0);
        assertThat(untilRefused(OTHER, 10).text()).contains("a tenant may send 5 requests a second, and 10 at once");
        signer.everybody("{'requestsPerSecond':1}");
        quotas.refresh();
        assertThat(untilRefused(ONE, 0).text()).contains("a tenant may send 1 requests a second, and 2 at once");
    }

    @Test
    void whoSendsOrTakesAStreamSlowlyKeepsNobodyFromAsking() {
        start(limits(2));
        try (RawClient slow = upload("PUT", "application/octet-stream");
                RawClient taking = client(ONE).send("GET /v1/large HTTP/1.1\r\nHost: a\r\n\r\n")) {
            await().until(() -> free("streams") == 0);
            await().until(() -> free("requests") == 2);
            for (int i = 0; i < 10; i++) {
                assertThat(ask(ONE, "GET /v1/hello").status()).isEqualTo(204);
            }
            try (RawClient third = upload("PUT", "application/octet-stream")) {
                assertThat(third.read().status()).isEqualTo(503);
            }
            Reply large = ask(ONE, "GET /v1/large");
            assertThat(large.status()).isEqualTo(503);
            assertThat(large.header("content-type")).isEqualTo("application/problem+json");
            slow.send(REST);
            assertThat(slow.read().status()).isEqualTo(204);
            assertThat(taking.socket().isClosed()).isFalse();
        }
        await().until(() -> free("streams") == 2);
        assertThat(free("requests")).isEqualTo(2);
    }

    @Test
    void jsonToARouteThatTakesStreamsTooIsNoStream() {
        start(limits(2));
        try (RawClient slow = upload("PUT", "application/json")) {
            await().until(() -> free("requests") == 1);
            assertThat(free("streams")).isEqualTo(2);
            slow.send(REST);
            assertThat(slow.read().status()).isEqualTo(204);
        }
    }

    @Test
    void whoSendsAShortBodySlowlyKeepsNoPlaceMeanwhile() {
        start(limits(2));
        try (RawClient slow = client(ONE).send(SHORT + "x");
                RawClient other = client(ONE).send(SHORT + "x")) {
            for (int i = 0; i < 10; i++) {
                assertThat(ask(ONE, "GET /v1/hello").status()).isEqualTo(204);
            }
            assertThat(free("streams")).isEqualTo(2);
            assertThat(free("requests")).isEqualTo(2);
            assertThat(slow.send("x").read().status()).isEqualTo(204);
            assertThat(other.send("x").read().status()).isEqualTo(204);
        }
    }

    /** A connection costs more than most requests. */
    @Test
    void aRefusalOfAShortBodyLeavesTheConnectionOpen() {
        start(limits(1));
        try (RawClient client = client(ONE)) {
            try (RawClient working = waiting(OTHER)) {
                Reply refused = client.send(SHORT + "xx").read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.headers()).containsEntry("connection", "keep-alive");
                goOn.countDown();
                assertThat(working.read().status()).isEqualTo(204);
            }
            await().until(() -> free("requests") == 1);
            assertThat(client.send(SHORT + "xx").read().status()).isEqualTo(204);
        }
    }

    @Test
    void aDocumentThatTakesTooLongIsRefused() {
        Limits limits = limits(2);
        start(limits.withEdge(limits.edge().withDocumentTime(Duration.ofMillis(300))));
        try (RawClient slow =
                client(ONE).send("POST /v1/document HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx")) {
            Dribble.into(slow, Duration.ofMillis(100));
            Reply refused = slow.read();
            assertThat(refused.status()).isEqualTo(408);
            assertThat(refused.text()).contains("\"code\":\"request_timeout\"");
            await().until(() -> free("requests") == 2);
        }
    }

    private static Limits limits(int places) {
        Limits limits = Limits.defaults().withLoad(50, places, Duration.ofMillis(20));
        return limits.withEdge(
                limits.edge().withPatience(limits.edge().patience().withLinger(Duration.ofMillis(50))));
    }

    private void start(Limits limits) {
        start(limits, Quotas.none());
    }

    private void start(Limits limits, Quotas quotas) {
        service = Optional.of(new TestService(
                limits,
                List.of(
                        new Route(
                                Method.GET,
                                "/v1/hello",
                                Scope.EVIDENCE_READ,
                                new Body.None(),
                                exchange -> Answer.empty(204)),
                        new Route(Method.GET, "/v1/wait", Scope.EVIDENCE_READ, new Body.None(), exchange -> waits()),
                        new Route(
                                Method.GET,
                                "/v1/large",
                                Scope.EVIDENCE_READ,
                                new Body.None(),
                                exchange -> Answer.stream("application/octet-stream", LARGE, AdmissionTest::large)),
                        new Route(
                                Method.POST,
                                "/v1/document",
                                Scope.EVIDENCE_WRITE,
                                new Body.Document(1_000),
                                exchange -> {
                                    exchange.body();
                                    return Answer.empty(204);
                                }),
                        new Route(Method.PUT, "/v1/stream", Scope.EVIDENCE_WRITE, new Body.Stream(1_000), exchange -> {
                            Hashing.of(exchange.stream());
                            return Answer.empty(204);
                        })),
                Tenants.registry(),
                quotas));
    }

    private static InputStream large() {
        return Bytes.owned(new byte[LARGE]).open();
    }

    private Answer waits() {
        try {
            goOn.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Answer.empty(204);
    }

    private RawClient waiting(String identity) {
        int free = free("requests");
        RawClient client = client(identity).send("GET /v1/wait HTTP/1.1\r\nHost: a\r\n\r\n");
        await().until(() -> free("requests") == free - 1);
        return client;
    }

    private RawClient upload(String method, String type) {
        return client(ONE)
                .send(method + " /v1/stream HTTP/1.1\r\nHost: a\r\nContent-Type: " + type
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nx");
    }

    /** The first refusal, which comes after so many answers; while they were asked for, time may have allowed some more. */
    private Reply untilRefused(String identity, int least) {
        try (RawClient client = client(identity)) {
            int answered = 0;
            Reply reply = client.request("GET", "/v1/hello");
            while (reply.status() == 204) {
                answered++;
                reply = client.request("GET", "/v1/hello");
            }
            assertThat(answered).isGreaterThanOrEqualTo(least);
            assertThat(reply.status()).isEqualTo(429);
            return reply;
        }
    }

    private Reply ask(String identity, String what) {
        try (RawClient client = client(identity)) {
            return client.send(what + " HTTP/1.1\r\nHost: a\r\n\r\n").read();
        }
    }

    private RawClient client(String identity) {
        return running().as(identity);
    }

    /** From the metrics, as an operator would see it. */
    private int free(String kind) {
        String line = "exhibit_places_free{kind=\"" + kind + "\",listener=\"api\"} ";
        return running()
                .metrics()
                .scrape()
                .lines()
                .filter(one -> one.startsWith(line))
                .mapToInt(one -> (int) Double.parseDouble(one.substring(line.length())))
                .findFirst()
                .orElseThrow();
    }

    private TestService running() {
        return service.orElseThrow();
    }
}
