package dev.exhibit.boundary.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.AdmissionLimits;
import dev.exhibit.boundary.limit.Gate.Place;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits and limits plus one, who is let in next, and that no place is lost. */
@Timeout(60)
class GateTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);
    /** 8 places: 4 of a tenant, 2 of a caller; 16 waiting: 8 of a tenant, 4 of a caller. */
    private static final AdmissionLimits LIMITS =
            AdmissionLimits.defaults().withShares(50, 25).withWait(SHORT);

    private final Gate gate = Gate.shared(8, LIMITS, System::nanoTime);

    @Test
    void aCallerGetsItsShareAndNotOneMore() {
        List<Place> places = enter("a", "a1", 2);
        refused("a", "a1", ProblemCode.CONCURRENCY_LIMITED, 2);
        places.add(gate.enter(visitor("a", "a2")));
        places.forEach(Place::close);
        assertThat(gate.free()).isEqualTo(8);
    }

    @Test
    void aTenantGetsItsShareAndNotOneMore() {
        enter("a", "a1", 2);
        enter("a", "a2", 2);
        refused("a", "a3", ProblemCode.CONCURRENCY_LIMITED, 4);
        gate.enter(visitor("b", "b1"));
    }

    @Test
    void whenOthersHaveThePlacesItIsNobodysFault() {
        for (String tenant : List.of("a", "b")) {
            enter(tenant, tenant + "1", 2);
            enter(tenant, tenant + "2", 2);
        }
        assertThat(gate.free()).isZero();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> gate.enter(visitor("c", "c1")))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.OVERLOADED));
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void placesForWhoeverComesAreNotDivided() {
        Gate undivided = Gate.undivided(2, LIMITS, System::nanoTime);
        undivided.enter(Visitor.anybody());
        Place second = undivided.enter(Visitor.anybody());
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> undivided.enter(Visitor.anybody()))
                .satisfies(refused -> assertThat(refused.getMessage()).isNotEmpty());
        second.close();
        undivided.enter(Visitor.anybody());
    }

    @Test
    void theBenchIsAsLongAsItIsAndOneTenantGetsItsShareOfIt() throws Exception {
        Gate patient = Gate.shared(8, LIMITS.withWait(LONG), System::nanoTime);
        List<Place> inside = new ArrayList<>();
        for (String caller : List.of("1", "2")) {
            for (String tenant : List.of("a", "b")) {
                inside.add(patient.enter(visitor(tenant, tenant + caller)));
                inside.add(patient.enter(visitor(tenant, tenant + caller)));
            }
        }
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Visitor visitor = visitor("a", "waits" + i / 4);
                waiting.add(crowd.submit(() -> patient.enter(visitor).close()));
            }
            await().until(() -> patient.waiting() == 8);
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> patient.enter(visitor("a", "waits2")))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.CONCURRENCY_LIMITED));
            waiting.add(crowd.submit(() -> patient.enter(visitor("c", "c1")).close()));
            await().until(() -> patient.waiting() == 9);
            inside.forEach(Place::close);
            for (Future<?> one : waiting) {
                one.get();
            }
        }
        assertThat(patient.free()).isEqualTo(8);
        assertThat(patient.waiting()).isZero();
    }

    @Test
    void urgentFirstThenWhoHasLeastThenWhoCameFirst() throws Exception {
        Gate one = Gate.shared(2, LIMITS.withShares(100, 100).withWait(LONG), System::nanoTime);
        Place first = one.enter(visitor("a", "a1"));
        Place second = one.enter(visitor("b", "b1"));
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        CountDownLatch hold = new CountDownLatch(1);
        List<Visitor> crowd = List.of(visitor("b", "b2"), visitor("c", "c1"), new Visitor("b", "urgent", true));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> visits = new ArrayList<>();
            for (Visitor visitor : crowd) {
                int before = one.waiting();
                visits.add(threads.submit(() -> {
                    try (Place place = one.enter(visitor)) {
                        order.add(visitor.caller());
                        hold.await();
                        assertThat(place).isNotNull();
                    }
                    return null;
                }));
                await().until(() -> one.waiting() == before + 1);
            }
            first.close();
            await().until(() -> order.size() == 1);
            hold.countDown();
            // One place for all of them, so that each is seen before the next one enters.
            for (Future<?> visit : visits) {
                visit.get();
            }
        }
        second.close();
        assertThat(order).hasSize(3).startsWith("urgent");
        assertThat(order.stream().toList().get(1)).isEqualTo("c1");
        assertThat(one.free()).isEqualTo(2);
    }

    /** The clock says that the one on the bench has been there for longer than anybody should be. */
    @Test
    void aCrowdThatStaysIsRefusedSoonAndWhoIsNotOfItIsNot() throws Exception {
        AtomicLong now = new AtomicLong();
        Gate crowded = Gate.shared(2, LIMITS.withShares(100, 100).withWait(LONG), now::get);
        Place first = crowded.enter(visitor("a", "a1"));
        Place second = crowded.enter(visitor("a", "a2"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Place> early = threads.submit(() -> crowded.enter(visitor("a", "a3")));
            await().until(() -> crowded.waiting() == 1);
            now.addAndGet(LONG.toNanos());
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> crowded.enter(visitor("a", "a4")));
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> crowded.demandHope(visitor("a", "a4")));
            crowded.demandHope(visitor("b", "b1"));
            Future<Place> other = threads.submit(() -> crowded.enter(visitor("b", "b1")));
            await().until(() -> crowded.waiting() == 2);
            first.close();
            other.get().close();
            early.get().close();
            second.close();

            // Nobody has had to wait for some time, so a burst may wait again.
            now.addAndGet(LONG.toNanos());
            Place third = crowded.enter(visitor("a", "a1"));
            Place fourth = crowded.enter(visitor("a", "a2"));
            Future<Place> burst = threads.submit(() -> crowded.enter(visitor("a", "a3")));
            await().until(() -> crowded.waiting() == 1);
            third.close();
            burst.get().close();
            fourth.close();
        }
        assertThat(crowded.free()).isEqualTo(2);
    }

    @Test
    void whoCouldNotEvenWaitIsToldBeforehand() throws Exception {
        Gate full = Gate.shared(1, LIMITS.withShares(100, 100).withWait(LONG), System::nanoTime);
        full.demandHope(visitor("a", "a1"));
        Place place = full.enter(visitor("a", "a1"));
        full.demandHope(visitor("a", "a2"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < LIMITS.queue(); i++) {
                waiting.add(threads.submit(() -> full.enter(visitor("a", "a1")).close()));
            }
            await().until(() -> full.waiting() == LIMITS.queue());
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> full.demandHope(visitor("b", "b1")))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.OVERLOADED));
            place.close();
            for (Future<?> one : waiting) {
                one.get();
            }
        }
        assertThat(full.free()).isEqualTo(1);
    }

    @Test
    void noPlaceIsLostInACrowd() throws Exception {
        Gate crowded = Gate.shared(4, LIMITS.withWait(Duration.ofMillis(1)), System::nanoTime);
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> visits = new ArrayList<>();
            IntStream.range(0, 2_000).forEach(i -> visits.add(crowd.submit(() -> visit(crowded, i))));
            for (int i = 0; i < visits.size(); i += 7) {
                visits.get(i).cancel(true);
            }
        }
        assertThat(crowded.free()).isEqualTo(4);
        assertThat(crowded.waiting()).isZero();
    }

    private static void visit(Gate crowded, int i) {
        try (Place place = crowded.enter(visitor("t" + i % 3, "c" + i % 5))) {
            assertThat(place).isNotNull();
        } catch (ProblemException refused) {
            assertThat(refused.code()).isIn(ProblemCode.OVERLOADED, ProblemCode.CONCURRENCY_LIMITED);
        }
    }

    private List<Place> enter(String tenant, String caller, int times) {
        List<Place> places = new ArrayList<>();
        IntStream.range(0, times).forEach(i -> places.add(gate.enter(visitor(tenant, caller))));
        return places;
    }

    private void refused(String tenant, String caller, ProblemCode code, int limit) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> gate.enter(visitor(tenant, caller)))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.extra().members())
                            .containsEntry("limit", Json.number(limit))
                            .containsEntry("seen", Json.number(limit + 1));
                });
    }

    private static Visitor visitor(String tenant, String caller) {
        return new Visitor(tenant, caller, false);
    }
}
