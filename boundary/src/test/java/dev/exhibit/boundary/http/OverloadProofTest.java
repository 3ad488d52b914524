package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.AdmissionLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.Tenants;
import dev.exhibit.boundary.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * More than the service can do, over real sockets: what is refused says when to come back, what is admitted is done, no
 * place is lost, and a crowd of one tenant costs the others nothing. Counts only; latencies are for {@code bench}.
 */
@Tag("proof")
@Timeout(300)
class OverloadProofTest {
    private static final int PLACES = 8;
    private static final Duration WORK = Duration.ofMillis(10);
    private static final Duration WAIT = Duration.ofMillis(250);

    private final AtomicLong done = new AtomicLong();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private Optional<TestService> service = Optional.empty();

    private record Tally(AtomicLong served, AtomicLong refused) {
        Tally() {
            this(new AtomicLong(), new AtomicLong());
        }

        void count(Reply reply) {
            if (reply.status() == 204) {
                served.incrementAndGet();
                return;
            }
            assertThat(reply.status()).as(reply::text).isIn(429, 503);
            assertThat(reply.text()).containsAnyOf("overloaded", "concurrency_limited", "rate_limited");
            assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 3);
            refused.incrementAndGet();
        }
    }

    @BeforeEach
    void start() {
        Limits limits = Limits.defaults().withLoad(1_000, PLACES, WAIT);
        AdmissionLimits admission = limits.admission().withShares(50, 50).withRates(1_000_000, 1_000_000);
        service = Optional.of(new TestService(
                limits.withAdmission(admission),
                List.of(new Route(Method.GET, "/v1/work", Scope.EVIDENCE_READ, new Body.None(), exchange -> work())),
                Optional.of(Tenants.registry())));
    }

    @AfterEach
    void stop() {
        service.ifPresent(TestService::close);
    }

    private Answer work() {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            assertThat(new CountDownLatch(1).await(WORK.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            inside.decrementAndGet();
        }
        done.incrementAndGet();
        return Answer.empty(204);
    }

    /** Everybody who has a place and everybody who may wait for one, three times over, of four tenants. */
    @Test
    void atThreeTimesTheCapacityEveryRefusalSaysWhenToComeBackAndNothingAdmittedFails() throws Exception {
        int crowd = 3 * (PLACES + 2 * PLACES);
        Tally tally = new Tally();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < crowd; i++) {
                String caller = Tenants.caller("tenant" + "abcd".charAt(i % 4), "c" + i % 3);
                clients.add(threads.submit(() -> ask(caller, 60, tally)));
            }
            finish(clients);
        }
        System.out.printf(
                "overload: %d served, %d refused%n",
                tally.served().get(), tally.refused().get());
        assertThat(tally.served().get() + tally.refused().get()).isEqualTo(crowd * 60L);
        assertThat(tally.served().get()).isEqualTo(done.get());
        assertThat(tally.refused()).hasPositiveValue();
        assertThat(most.get()).isEqualTo(PLACES);
        allPlacesAreBack();
    }

    /** Forty clients of one tenant, which may have four places; two callers of others ask one thing after another. */
    @Test
    void oneTenantAtTenTimesItsShareCausesNoRefusalOfTheOthers() throws Exception {
        Tally noisy = new Tally();
        Tally quiet = new Tally();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> crowd = new ArrayList<>();
            for (int i = 0; i < 10 * PLACES / 2; i++) {
                String caller = Tenants.caller("noisy", "c" + i % 5);
                crowd.add(threads.submit(() -> {
                    try (RawClient client = service.orElseThrow().as(caller)) {
                        while (!over.get()) {
                            noisy.count(client.request("GET", "/v1/work"));
                        }
                    }
                }));
            }
            await().until(() -> noisy.refused().get() > 0);
            finish(List.of(
                    threads.submit(() -> ask(Tenants.caller("quiet", "one"), 300, quiet)),
                    threads.submit(() -> ask(Tenants.caller("calm", "one"), 300, quiet))));
            over.set(true);
            finish(crowd);
        }
        System.out.printf(
                "noisy tenant: %d served, %d refused; others: %d served, %d refused%n",
                noisy.served().get(),
                noisy.refused().get(),
                quiet.served().get(),
                quiet.refused().get());
        assertThat(quiet.refused()).hasValue(0);
        assertThat(quiet.served()).hasValue(600);
        assertThat(noisy.served()).hasPositiveValue();
        allPlacesAreBack();
    }

    private void ask(String caller, int times, Tally tally) {
        try (RawClient client = service.orElseThrow().as(caller)) {
            for (int i = 0; i < times; i++) {
                tally.count(client.request("GET", "/v1/work"));
            }
        }
    }

    private static void finish(List<? extends Future<?>> clients) throws InterruptedException, ExecutionException {
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private void allPlacesAreBack() {
        await().atMost(Duration.ofSeconds(1))
                .until(() -> service.orElseThrow().listener().freePlaces() == PLACES);
        assertThat(service.orElseThrow().metrics().scrape().lines())
                .filteredOn(line -> line.startsWith("exhibit_places_waiting{"))
                .hasSize(3)
                .allMatch(line -> line.endsWith(" 0.0"));
    }
}
