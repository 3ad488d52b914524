package dev.exhibit.boundary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final TenantId ACME = new TenantId("acme");

    private final List<List<Integer>> goes = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore open = new Semaphore(0);
    private final CountDownLatch twoUnderWay = new CountDownLatch(2);

    private final Together<Integer, Integer> doubled = new Together<>((tenant, items) -> {
        goes.add(items);
        twoUnderWay.countDown();
        open.acquireUninterruptibly();
        if (items.size() > 1 && items.contains(-2)) {
            throw new IllegalStateException("all of it is rolled back");
        }
        return items.stream().map(TogetherTest::end).toList();
    });

    private static Supplier<Integer> end(int item) {
        return Together.end(() -> {
            if (item == -1) {
                throw new ProblemException(ProblemCode.WRONG_STATE, "not this one");
            }
            if (item == -2) {
                throw new IllegalStateException("a defect");
            }
            return 2 * item;
        });
    }

    @Test
    void whoComesAloneGoesAtOnce() {
        open.release();
        assertThat(doubled.ask(ACME, 21)).isEqualTo(42);
        assertThat(goes).containsExactly(List.of(21));
    }

    @Test
    void whoeverCameMeanwhileHasTheNextGo() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>(asked(threads, 2));
            twoUnderWay.await();
            answers.addAll(waiting(threads, 30));
            open.release(100);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(2 * i);
            }
        }
        // Both that end first hand on: one takes who is there by then, the other the rest, if any.
        assertThat(goes).hasSizeBetween(3, 4);
        assertThat(goes.stream().mapToInt(List::size).sum()).isEqualTo(32);
    }

    @Test
    void aRefusalIsOneCallersOnly() throws Exception {
        open.release(100);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> doubled.ask(ACME, -1));
        assertThat(refused.code()).isEqualTo(ProblemCode.WRONG_STATE);
        assertThat(doubled.ask(ACME, 1)).isEqualTo(2);
    }

    @Test
    void whatFailsForAllIsDoneForEachAlone() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> first = asked(threads, 2);
            twoUnderWay.await();
            Future<Integer> broken = threads.submit(() -> doubled.ask(ACME, -2));
            List<Future<Integer>> others = waiting(threads, 5);
            open.release(100);
            assertThat(broken)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat()
                    .withMessageContaining("a defect");
            for (Future<Integer> other : others) {
                assertThat(other.get()).isGreaterThanOrEqualTo(4);
            }
            for (Future<Integer> one : first) {
                assertThat(one.get()).isNotNull();
            }
        }
        assertThat(goes.stream().filter(go -> go.contains(-2) && go.size() == 1))
                .hasSize(1);
    }

    @Test
    void oneTenantDoesNotWaitForAnother() throws Exception {
        AtomicInteger of = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        Together<Integer, Integer> work = new Together<>((tenant, items) -> {
            if (tenant.equals(ACME)) {
                of.incrementAndGet();
                awaited(never);
            }
            return items.stream().map(TogetherTest::end).toList();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> stuck = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> work.ask(ACME, i)))
                    .toList();
            assertThat(work.ask(new TenantId("other"), 4)).isEqualTo(8);
            never.countDown();
            for (Future<Integer> one : stuck) {
                assertThat(one.get()).isNotNull();
            }
        }
        assertThat(of.get()).isLessThanOrEqualTo(8);
    }

    @Test
    void manyAtOnceEachHaveTheirOwn() throws Exception {
        open.release(10_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = asked(threads, 5_000);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(2 * i);
            }
        }
        assertThat(goes.stream().mapToInt(List::size).sum()).isEqualTo(5_000);
    }

    private List<Future<Integer>> asked(ExecutorService threads, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> threads.submit(() -> doubled.ask(ACME, i)))
                .toList();
    }

    /** These all wait when it returns: their threads are parked. */
    private List<Future<Integer>> waiting(ExecutorService threads, int count) {
        List<Thread> parked = Collections.synchronizedList(new ArrayList<>());
        List<Future<Integer>> answers = IntStream.range(2, 2 + count)
                .mapToObj(i -> threads.submit(() -> {
                    parked.add(Thread.currentThread());
                    return doubled.ask(ACME, i);
                }))
                .toList();
        while (parked.size() < count
                || !List.copyOf(parked).stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        return answers;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
