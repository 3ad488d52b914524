package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.json.Json;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OperationsListenerTest {
    private final AtomicReference<Optional<String>> database = new AtomicReference<>(Optional.empty());
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final AtomicReference<Optional<String>> reload = new AtomicReference<>(Optional.empty());
    private OperationsListener listener = listener(Limits.defaults());

    private OperationsListener listener(Limits limits) {
        return new OperationsListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(
                        new HealthCheck("database", database::get),
                        new HealthCheck("keys", Optional::empty),
                        HealthCheck.notice("reload", reload::get)),
                Json.object().with("version", "1.2.3"),
                Json.object().with("openapi", "3.1.0"),
                limits,
                TestService.parts(sweeper));
    }

    @BeforeEach
    void start() {
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
        sweeper.shutdownNow();
    }

    @Test
    void liveAndVersion() {
        assertThat(ask("GET", "/health/live").text()).isEqualTo("{\"status\":\"live\"}");
        assertThat(ask("GET", "/version").text()).isEqualTo("{\"version\":\"1.2.3\"}");
    }

    @Test
    void readyOnlyIfEveryCheckHolds() {
        Reply ready = ask("GET", "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text()).contains("\"status\":\"ready\"", "{\"holds\":true,\"name\":\"database\"}");
        database.set(Optional.of("no connection"));
        Reply unready = ask("GET", "/health/ready");
        assertThat(unready.status()).isEqualTo(503);
        assertThat(unready.text())
                .contains("\"holds\":false", "\"problem\":\"no connection\"", "{\"holds\":true,\"name\":\"keys\"}");
        assertThat(ask("GET", "/health/live").status()).isEqualTo(200);
    }

    @Test
    void aNoticeIsSaidAndTheServiceStaysReady() {
        reload.set(Optional.of("the file cannot be read"));
        Reply ready = ask("GET", "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.text()).contains("\"status\":\"ready\"", "\"problem\":\"the file cannot be read\"");
    }

    @Test
    void nothingElseIsAnswered() {
        assertThat(ask("GET", "/v1/keys").status()).isEqualTo(404);
        assertThat(ask("GET", "/health/live/").status()).isEqualTo(404);
        Reply post = ask("POST", "/health/live");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.headers()).containsEntry("allow", "GET");
        assertThat(post.headers()).containsEntry("x-content-type-options", "nosniff");
    }

    @Test
    void stalledClientsAreClosedHereToo() {
        listener.close();
        Limits limits = Limits.defaults();
        Limits.Patience patience = new Limits.Patience(
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofMillis(600),
                Duration.ofMillis(300),
                1_000,
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofMillis(100));
        listener = listener(limits.withEdge(limits.edge().withPatience(patience)));
        listener.start();
        for (String start : List.of("", "GET /hea", "GET /health/live HTTP/1.1\r\nHost: a\r\n")) {
            try (RawClient client = RawClient.plain(listener.port())) {
                client.send(start).awaitClose(Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void tlsIsNotSpoken() {
        assertThatThrownBy(() -> RawClient.tls(listener.port(), javax.net.ssl.SSLContext.getDefault()))
                .isInstanceOf(UncheckedIOException.class);
    }

    private Reply ask(String method, String path) {
        try (RawClient client = RawClient.plain(listener.port())) {
            return client.request(method, path);
        }
    }
}
