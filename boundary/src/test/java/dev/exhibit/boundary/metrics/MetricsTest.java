package dev.exhibit.boundary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.OperationsListener;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.testing.DocumentTable;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.boundary.token.AccessRefusal;
import dev.exhibit.crypto.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scrapes running listeners: what is counted, under which labels, and that the document says the same. */
@Timeout(60)
class MetricsTest {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private TestService service;
    private OperationsListener operations;

    private record Sample(String name, Map<String, String> labels, double value) {}

    @BeforeEach
    void start() {
        service = new TestService(
                Limits.defaults(),
                List.of(
                        new Route(
                                Method.GET,
                                "/v1/blobs/{digest}",
                                Scope.EVIDENCE_READ,
                                new Body.None(),
                                exchange -> Answer.empty(204)),
                        new Route(
                                Method.PUT,
                                "/v1/blobs/{digest}",
                                Scope.EVIDENCE_WRITE,
                                new Body.Stream(10),
                                exchange -> {
                                    throw AccessRefusal.PROOF_REPLAYED.exception();
                                })));
        service.metrics().build("1.2.3", "abcdef");
        service.metrics().dependency("database", () -> Breaker.State.OPEN);
        service.metrics().clockSkew("database", () -> Duration.ofMillis(1_500));
        service.metrics().keyAge("active", () -> 60);
        operations = new OperationsListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(new HealthCheck("nothing", Optional::empty)),
                Json.object(),
                Json.object(),
                Limits.defaults(),
                TestService.parts(sweeper, service.metrics()));
        operations.start();
    }

    @AfterEach
    void stop() {
        operations.close();
        service.close();
        sweeper.shutdownNow();
    }

    @Test
    void everyMetricHasItsRowAndEveryRowItsMetric() {
        service.metrics().logWait(() -> Duration.ZERO);
        service.metrics().attestationsWaiting(() -> 2);
        ask("GET", "/v1/blobs/x");
        assertThat(documented()).containsExactlyInAnyOrderElementsOf(found());
    }

    @Test
    void requestsAreCountedByTemplateMethodAndClass() {
        ask("GET", "/v1/blobs/secret-path");
        ask("GET", "/v1/blobs/other");
        ask("GET", "/v1/nowhere");
        ask("MINE", "/v1/blobs/x");
        await().until(() -> sum("exhibit_http_requests_total") == 4);
        assertThat(value("exhibit_http_requests_total", "GET", "/v1/blobs/{digest}", "2xx"))
                .isEqualTo(2);
        assertThat(value("exhibit_http_requests_total", "GET", "none", "4xx")).isEqualTo(1);
        assertThat(value("exhibit_http_requests_total", "other", "none", "4xx")).isEqualTo(1);
        assertThat(sum("exhibit_http_request_duration_seconds_count")).isEqualTo(4);
        assertThat(scrape()).doesNotContain("secret-path", "MINE", "acme", "pipeline");
    }

    @Test
    void refusalsAreCountedByTheirCode() {
        assertThat(samples("exhibit_problems_total")).hasSize(ProblemCode.values().length);
        assertThat(samples("exhibit_access_refusals_total")).hasSize(AccessRefusal.values().length);
        ask("GET", "/v1/nowhere");
        ask("PUT", "/v1/blobs/x");
        try (RawClient client = service.pipeline()) {
            client.send("not HTTP\r\n\r\n").read();
        }
        assertThat(nonZero("exhibit_problems_total", "code"))
                .isEqualTo(Map.of("not_found", 1.0, "proof_invalid", 1.0, "malformed", 1.0));
        assertThat(nonZero("exhibit_access_refusals_total", "reason")).isEqualTo(Map.of("proof_replayed", 1.0));
    }

    @Test
    void placesConnectionsAndStates() {
        int places = Limits.defaults().admission().requests();
        await().atMost(Duration.ofSeconds(5)).until(() -> free("api", "requests") == places);
        assertThat(free("operations", "requests")).isEqualTo(7);
        assertThat(samples("exhibit_http_connections"))
                .extracting(one -> one.labels().get("listener"))
                .containsExactlyInAnyOrder("api", "operations");
        assertThat(nonZero("exhibit_dependency_state", "state")).isEqualTo(Map.of("open", 1.0));
    }

    private double free(String listener, String kind) {
        return samples("exhibit_places_free").stream()
                .filter(one -> listener.equals(one.labels().get("listener")))
                .filter(one -> kind.equals(one.labels().get("kind")))
                .mapToDouble(Sample::value)
                .sum();
    }

    private double value(String name, String method, String route, String status) {
        return samples(name).stream()
                .filter(one -> one.labels()
                        .equals(Map.of("listener", "api", "method", method, "route", route, "status", status)))
                .mapToDouble(Sample::value)
                .sum();
    }

    private double sum(String name) {
        return samples(name).stream().mapToDouble(Sample::value).sum();
    }

    private Map<String, Double> nonZero(String name, String label) {
        return samples(name).stream()
                .filter(one -> one.value() != 0)
                .collect(Collectors.toMap(one -> one.labels().getOrDefault(label, ""), Sample::value));
    }

    /** Name, type and labels of each family. */
    private List<List<String>> found() {
        List<List<String>> families = new ArrayList<>();
        Matcher type = TYPE.matcher(scrape());
        while (type.find()) {
            Set<String> labels = new TreeSet<>();
            samples(type.group(1))
                    .forEach(sample -> labels.addAll(sample.labels().keySet()));
            samples(type.group(1) + "_count")
                    .forEach(sample -> labels.addAll(sample.labels().keySet()));
            families.add(List.of(type.group(1), type.group(2), String.join(", ", labels)));
        }
        return families;
    }

    private static List<List<String>> documented() {
        return DocumentTable.rows("operating/metrics.md", "| metric | type | labels | meaning |").stream()
                .map(row -> row.subList(0, 3))
                .toList();
    }

    private List<Sample> samples(String name) {
        return scrape().lines()
                .map(SAMPLE::matcher)
                .filter(line -> line.matches() && line.group(1).equals(name))
                .map(line -> new Sample(name, labels(line.group(2)), Double.parseDouble(line.group(3))))
                .toList();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    private String scrape() {
        try (RawClient client = RawClient.plain(operations.port())) {
            RawClient.Reply reply = client.request("GET", "/metrics");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers()).containsEntry("content-type", Metrics.MEDIA_TYPE);
            return reply.text();
        }
    }

    private void ask(String method, String path) {
        try (RawClient client = service.pipeline()) {
            client.request(method, path);
        }
    }
}
