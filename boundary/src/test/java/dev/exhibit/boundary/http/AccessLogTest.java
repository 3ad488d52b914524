package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** One line a request, whatever a client sends, and nothing in it that the client could choose freely. */
@Timeout(60)
class AccessLogTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private static final org.slf4j.Logger HANDLER = LoggerFactory.getLogger("handler");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private TestService service;

    @BeforeEach
    void start() {
        Route route = new Route(Method.GET, "/v1/blobs/{digest}", Scope.EVIDENCE_READ, new Body.None(), exchange -> {
            HANDLER.info("at work");
            return Answer.empty(204);
        });
        service = new TestService(Limits.defaults(), List.of(route));
        lines.start();
        ROOT.addAppender(lines);
    }

    @AfterEach
    void stop() {
        ROOT.detachAppender(lines);
        service.close();
    }

    @Test
    void aLineSaysWhoAskedForWhatAndHowItEnded() {
        try (RawClient client = service.pipeline()) {
            client.send(
                    "GET /v1/blobs/secret-path?token=secret HTTP/1.1\r\nHost: a\r\nCorrelation-Id: abcdefgh\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(204);
        }
        assertThat(access().getFirst())
                .containsEntry("method", "GET")
                .containsEntry("route", "/v1/blobs/{digest}")
                .containsEntry("status", "204")
                .containsEntry("tenant", "acme")
                .containsEntry("identity", TestService.PIPELINE)
                .containsEntry("correlationId", "abcdefgh")
                .containsKey("millis");
        assertThat(all()).doesNotContain("secret");
    }

    @Test
    void whatTheHandlerLogsCarriesTheCorrelationId() {
        try (RawClient client = service.pipeline()) {
            client.send("GET /v1/blobs/x HTTP/1.1\r\nHost: a\r\nCorrelation-Id: abcdefgh\r\n\r\n")
                    .read();
        }
        assertThat(events().stream().filter(event -> event.getLoggerName().equals("handler")))
                .allSatisfy(event -> assertThat(event.getMDCPropertyMap()).containsEntry("correlationId", "abcdefgh"))
                .hasSize(1);
    }

    @Test
    void whatIsLoggedWithinATraceSaysWhichAndNothingSaysItAfterwards() {
        try (RawClient client = service.pipeline()) {
            client.send("GET /v1/blobs/x HTTP/1.1\r\nHost: a\r\n"
                            + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n")
                    .read();
            client.send("GET /v1/blobs/x HTTP/1.1\r\nHost: a\r\ntraceparent: forged\r\n\r\n")
                    .read();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> access().size() == 2);
        for (String logger : List.of("handler", "dev.exhibit.access")) {
            List<Map<String, String>> diagnostics = events().stream()
                    .filter(event -> event.getLoggerName().equals(logger))
                    .map(ILoggingEvent::getMDCPropertyMap)
                    .toList();
            assertThat(diagnostics.getFirst()).containsEntry("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(diagnostics.getLast()).containsKey("correlationId").doesNotContainKey("traceId");
        }
    }

    @Test
    void nothingThatAClientSendsCanForgeALine() {
        String forged = "%0d%0aforged%1b[31m";
        for (String request : List.of(
                "GET /v1/" + forged + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "FORGED /v1/blobs/x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/blobs/x?forged=" + forged + " HTTP/1.1\r\nHost: a\r\nX-A: forged\r\n\r\n",
                "GET /v1/blobs/x HTTP/1.1\r\nHost: a\r\nCorrelation-Id: forged\u001b[31m forged\r\n\r\n",
                "GET /v1/blobs/x HTTP/1.1\r\nHost: forged\r\nforged\r\n\r\n",
                "GET /forged\u001b[31m HTTP/1.1\r\nHost: a\r\n\r\n",
                "forged\u0007 /v1 HTTP/1.1\r\nHost: a\r\n\r\n")) {
            try (RawClient client = service.pipeline()) {
                client.send(request).read();
            }
        }
        assertThat(all()).doesNotContainIgnoringCase("forged").doesNotContainPattern("[\\p{Cntrl}&&[^\n]]");
    }

    @Test
    void aRefusalIsLoggedWithItsStatus() {
        try (RawClient client = service.as("spiffe://exhibit.test/tenant/acme/nobody")) {
            assertThat(client.request("GET", "/v1/blobs/x").status()).isEqualTo(403);
        }
        assertThat(access().getFirst())
                .containsEntry("status", "403")
                .containsEntry("route", "none")
                .containsEntry("identity", "none");
    }

    /** The line is written after the answer, so it may come a moment later. */
    private List<Map<String, String>> access() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> events().stream()
                        .anyMatch(event -> event.getLoggerName().equals("dev.exhibit.access")));
        return events().stream()
                .filter(event -> event.getLoggerName().equals("dev.exhibit.access"))
                .map(AccessLogTest::pairs)
                .toList();
    }

    private static Map<String, String> pairs(ILoggingEvent event) {
        Map<String, String> pairs = new TreeMap<>();
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            pairs.put(pair.key, String.valueOf(pair.value));
        }
        return pairs;
    }

    private String all() {
        StringBuilder all = new StringBuilder();
        for (ILoggingEvent event : events()) {
            all.append(event.getFormattedMessage());
            List<KeyValuePair> pairs = event.getKeyValuePairs();
            all.append(pairs == null ? "" : pairs(event)).append(event.getMDCPropertyMap());
            all.append(
                            event.getThrowableProxy() == null
                                    ? ""
                                    : event.getThrowableProxy().getMessage())
                    .append('\n');
        }
        return all.toString();
    }

    private List<ILoggingEvent> events() {
        return new ArrayList<>(lines.list);
    }
}
