package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Certificates are renewed 200 times while clients connect without a pause: no handshake fails. */
@Tag("proof")
class ReloadUnderLoadTest {
    private static final int RELOADS = 200;
    private static final int CLIENTS = 4;

    @Test
    void noHandshakeFails() throws Exception {
        Route who = new Route(
                Route.Method.GET,
                "/v1/who",
                Scope.KEY_READ,
                new Route.Body.None(),
                exchange -> Answer.json(200, Json.object()));
        AtomicInteger handshakes = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (TestService service = new TestService(Limits.defaults(), List.of(who));
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> connectUntil(over, service, handshakes)));
            }
            try {
                for (int i = 0; i < RELOADS; i++) {
                    int before = handshakes.get();
                    service.listener().reload(service.authority().material(service.authority()));
                    Awaitility.await().until(() -> handshakes.get() >= before + CLIENTS || failed(running));
                }
            } finally {
                over.set(true);
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        System.out.println("certificate reload: " + RELOADS + " reloads, " + handshakes + " handshakes, 0 failed");
        assertThat(handshakes.get()).isGreaterThanOrEqualTo(RELOADS * CLIENTS);
    }

    private static boolean failed(List<Future<?>> running) {
        return running.stream().anyMatch(Future::isDone);
    }

    /** Each connection is a full handshake: a context that was not used before has no session to resume. */
    private static void connectUntil(AtomicBoolean over, TestService service, AtomicInteger handshakes) {
        TestIdentity identity = service.authority().client(TestService.PIPELINE);
        while (!over.get()) {
            SSLContext fresh = identity.clientContext(service.authority());
            try (RawClient client = RawClient.tls(service.port(), fresh)) {
                assertThat(client.request("GET", "/v1/who").status()).isEqualTo(200);
            }
            handshakes.incrementAndGet();
        }
    }
}
