package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests than places, more connections than allowed, and the end of a listener. */
@Timeout(60)
class LoadAndStopTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String WAIT = "GET /v1/wait HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(2);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private TestService service = service(10, Duration.ofSeconds(20));

    private TestService service(int connections, Duration drain) {
        Limits limits = Limits.defaults().withLoad(connections, 2, Duration.ofMillis(20));
        return new TestService(
                limits.withEdge(limits.edge().withDrain(drain)),
                List.of(
                        new Route(Method.GET, "/v1/wait", Scope.EVIDENCE_READ, new Body.None(), exchange -> waits()),
                        new Route(
                                Method.GET,
                                "/v1/hello",
                                Scope.EVIDENCE_READ,
                                new Body.None(),
                                exchange -> Answer.empty(204))));
    }

    private Answer waits() {
        entered.countDown();
        try {
            goOn.await();
        } catch (InterruptedException stopped) {
            interrupted.set(true);
            Thread.currentThread().interrupt();
        }
        return Answer.empty(204);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        service.close();
    }

    @Test
    void whoFindsNoPlaceIsToldWhenToComeBack() throws InterruptedException {
        try (RawClient first = service.pipeline().send(WAIT);
                RawClient second = service.pipeline().send(WAIT);
                RawClient third = service.pipeline()) {
            entered.await();
            Reply reply = third.request("GET", "/v1/hello");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).contains("\"code\":\"overloaded\"");
            assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 3);
            goOn.countDown();
            assertThat(first.read().status()).isEqualTo(204);
            assertThat(second.read().status()).isEqualTo(204);
            await().atMost(SOON).until(() -> third.request("GET", "/v1/hello").status() == 204);
        }
    }

    @Test
    void aStopLetsRequestsFinishAndTakesNoMore() throws InterruptedException {
        try (RawClient idle = service.pipeline();
                RawClient first = service.pipeline().send(WAIT);
                RawClient second = service.pipeline().send(WAIT)) {
            assertThat(idle.request("GET", "/v1/nowhere").status()).isIn(404, 503);
            entered.await();
            int port = service.port();
            Thread stopping = Thread.startVirtualThread(() -> service.listener().close());
            idle.awaitClose(SOON);
            await().atMost(SOON).until(() -> !accepts(port));
            assertThat(stopping.isAlive()).isTrue();
            goOn.countDown();
            assertThat(first.read().headers()).containsEntry("connection", "close");
            assertThat(second.read().status()).isEqualTo(204);
            stopping.join();
            assertThat(interrupted).isFalse();
        }
    }

    @Test
    void aStopDoesNotWaitForEver() throws InterruptedException {
        service.close();
        service = service(10, Duration.ofMillis(300));
        try (RawClient first = service.pipeline().send(WAIT);
                RawClient second = service.pipeline().send(WAIT)) {
            entered.await();
            service.listener().close();
            await().atMost(SOON).untilTrue(interrupted);
            first.awaitClose(SOON);
            second.awaitClose(SOON);
        }
    }

    @Test
    void connectionsBeyondTheLimitAreRefusedAndPlacesComeBackAtOnce() {
        service.close();
        service = service(3, Duration.ofSeconds(1));
        List<RawClient> silent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            silent.add(service.pipeline());
        }
        try (RawClient late = RawClient.plain(service.port())) {
            late.awaitClose(SOON);
        }
        assertThat(service.listener().connections()).isEqualTo(3);
        assertThat(service.metrics().scrape()).contains("exhibit_http_connections_refused_total{listener=\"api\"} 1.0");
        assertThat(silent.getLast().request("GET", "/v1/hello").status()).isEqualTo(204);
        silent.forEach(RawClient::close);
        await().atMost(Duration.ofSeconds(1)).until(() -> service.listener().connections() == 0);
        try (RawClient client = service.pipeline()) {
            assertThat(client.request("GET", "/v1/hello").status()).isEqualTo(204);
        }
    }

    @Test
    void oneAddressHasNoMoreThanItsShare() throws IOException {
        InetAddress here = networkAddress();
        ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor();
        Limits limits = Limits.defaults();
        try (ServiceListener listener = new ServiceListener(
                new InetSocketAddress(here, 0),
                service.authority().material(service.authority()),
                List.of(),
                IdentityRegistry.of(identity -> Optional.empty()),
                TestService.CERTIFICATE_ALONE,
                limits.withEdge(limits.edge().withConnections(100, 4)),
                TestService.parts(sweeper))) {
            listener.start();
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                open.add(new Socket(here, listener.port()));
            }
            await().atMost(SOON).until(() -> listener.connections() == 4);
            try (Socket late = new Socket(here, listener.port())) {
                late.setSoTimeout((int) SOON.toMillis());
                assertThat(late.getInputStream().readAllBytes()).hasSizeLessThan(32); // an alert, and nothing more
            }
            assertThat(listener.connections()).isEqualTo(4);
            for (Socket socket : open) {
                socket.close();
            }
            await().atMost(Duration.ofSeconds(1)).until(() -> listener.connections() == 0);
        } finally {
            sweeper.shutdownNow();
        }
    }

    /** An address of this machine that is not loopback, which has no share of its own. */
    private static InetAddress networkAddress() throws IOException {
        Optional<InetAddress> found = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeThat(found).as("a network interface besides loopback").isPresent();
        return found.orElseThrow();
    }

    @Test
    void theListenerNoticesThatItDoesNotListen() {
        assertThat(service.listener().problem()).isEmpty();
        service.listener().close();
        assertThat(service.listener().problem()).isPresent();
    }

    @Test
    void connectionsLeaveFilesForTheRest() {
        assertThat(OpenFiles.affordable(2_000, 1_048_576)).isEqualTo(2_000);
        assertThat(OpenFiles.affordable(2_000, 1_024)).isEqualTo(768);
        assertThat(OpenFiles.affordable(2_000, 256)).isEqualTo(128);
    }

    @Test
    void aTakenPortStopsTheStart() {
        ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor();
        try (ServiceListener second = new ServiceListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()),
                service.authority().material(service.authority()),
                List.of(),
                IdentityRegistry.of(identity -> Optional.empty()),
                TestService.CERTIFICATE_ALONE,
                Limits.defaults(),
                TestService.parts(sweeper))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining(String.valueOf(service.port()));
        } finally {
            sweeper.shutdownNow();
        }
    }

    private static boolean accepts(int port) {
        try (RawClient client = RawClient.plain(port)) {
            return client.socket().isConnected();
        } catch (UncheckedIOException refused) {
            return false;
        }
    }
}
