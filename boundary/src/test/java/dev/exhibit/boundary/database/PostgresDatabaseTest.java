package dev.exhibit.boundary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class PostgresDatabaseTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("probe"));

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    @Test
    void whatThrowsIsRolledBack() {
        assertThatIllegalStateException()
                .isThrownBy(() -> DATABASE.database().inTenant(ACME, handle -> {
                    insert(handle, ACME, 1);
                    throw new IllegalStateException("crash before commit");
                }));
        assertThat(count(ACME, 1)).isZero();
    }

    @Test
    void aRefusalKeepsItsCodeAndIsRolledBack() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> DATABASE.database().inTenant(ACME, handle -> {
                    insert(handle, ACME, 2);
                    throw new ProblemException(ProblemCode.WRONG_STATE, "no");
                }))
                .matches(refused -> refused.code() == ProblemCode.WRONG_STATE);
        assertThat(count(ACME, 2)).isZero();
    }

    @Test
    void oneTenantCannotWriteOrMoveRowsOfAnother() {
        assertThatThrownBy(() -> DATABASE.database().inTenant(ACME, handle -> insert(handle, OTHER, 3)))
                .hasMessageContaining("row-level security");
        DATABASE.database().inTenant(ACME, handle -> insert(handle, ACME, 3));
        assertThatThrownBy(() -> DATABASE.database()
                        .inTenant(ACME, handle -> handle.execute("update note set tenant = 'other' where id = 3")))
                .hasMessageContaining("row-level security");
        int deleted = DATABASE.database().inTenant(OTHER, handle -> handle.execute("delete from note where id = 3"));
        assertThat(deleted).isZero();
    }

    @Test
    void theTenantEndsWithTheTransaction() {
        Database single = DATABASE.another(1, Duration.ofSeconds(2));
        single.inTenant(ACME, handle -> insert(handle, ACME, 4));
        int deleted = single.inTenant(OTHER, handle -> handle.execute("delete from note where id = 4"));
        assertThat(deleted).isZero();
    }

    @Test
    void deadlocksAreRepeatedUntilBothAreDone() throws Exception {
        DATABASE.database().inTenant(ACME, handle -> insert(handle, ACME, 5) + insert(handle, ACME, 6));
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> crossed =
                    List.of(() -> addBoth(5, 6, bothHoldOne, runs), () -> addBoth(6, 5, bothHoldOne, runs));
            for (var done : threads.invokeAll(crossed)) {
                done.get();
            }
        }
        assertThat(runs.get()).isEqualTo(3);
        assertThat(value(5)).isEqualTo(3);
        assertThat(value(6)).isEqualTo(3);
    }

    @Test
    void repeatingIsBounded() {
        AtomicInteger runs = new AtomicInteger();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> DATABASE.database().inTenant(ACME, handle -> {
                    runs.incrementAndGet();
                    return handle.execute("do $$ begin raise exception 'again' using errcode = '40001'; end $$");
                }))
                .matches(refused -> refused.code() == ProblemCode.UNAVAILABLE);
        assertThat(runs.get()).isEqualTo(PostgresDatabase.ATTEMPTS);
    }

    @Test
    void anExhaustedPoolIsUnavailableAndRecovers() throws Exception {
        Database single = DATABASE.another(1, Duration.ofMillis(250));
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holder = threads.submit(() -> single.inTenant(ACME, handle -> {
                taken.countDown();
                return await(release);
            }));
            taken.await();
            assertUnavailable(() -> single.inTenant(ACME, handle -> 1));
            release.countDown();
            assertThat(holder.get()).isTrue();
        }
        assertWorks(single);
    }

    @Test
    void aKilledConnectionIsUnavailableAndThePoolRecovers() {
        Database single = DATABASE.another(1, Duration.ofSeconds(5));
        assertUnavailable(() -> single.inTenant(ACME, handle -> {
            long backend = handle.createQuery("select pg_backend_pid()")
                    .mapTo(Long.class)
                    .one();
            DATABASE.asSuperuser("select pg_terminate_backend(" + backend + ")");
            return handle.execute("select 1");
        }));
        assertWorks(single);
    }

    @Test
    void aWrongPasswordAndAServerThatIsAwayAreUnavailable() {
        DatabaseSettings settings = DATABASE.settings().withPool(1, Duration.ofMillis(300));
        assertUnavailable(() -> open(settings.withUrl("jdbc:postgresql://127.0.0.1:1/exhibit")));
        DatabaseSettings stranger = DatabaseSettings.of(
                settings.url(), settings.role(), DATABASE.migrationSettings().password());
        assertUnavailable(() -> open(stranger.withPool(1, Duration.ofMillis(300))));
    }

    @Test
    void aServerThatTakesNobodyInIsLeftAloneForAWhileAndThenTriedAgain() {
        AtomicLong nanos = new AtomicLong();
        BreakerLimits limits = new BreakerLimits(4, 2, 50, Duration.ofSeconds(2), 1);
        DatabaseSettings settings = DATABASE.settings().withPool(1, Duration.ofMillis(300));
        String role = DATABASE.room().role();
        try (PostgresDatabase guarded = PostgresDatabase.open(settings, DATABASE.room(), limits, nanos::get)) {
            int backend = guarded.inTenant(
                    ACME,
                    handle -> handle.createQuery("select pg_backend_pid()")
                            .mapTo(Integer.class)
                            .one());
            DATABASE.asSuperuser("alter role " + role + " nologin");
            try {
                DATABASE.asSuperuser("select pg_terminate_backend(" + backend + ")");
                while (guarded.breaker().state() == Breaker.State.CLOSED) {
                    assertUnavailable(() -> assertWorks(guarded));
                }
                assertThat(guarded.breaker().problem()).isPresent();
                assertThatExceptionOfType(ProblemException.class)
                        .isThrownBy(() -> assertWorks(guarded))
                        .withMessageContaining("tried again soon");
            } finally {
                DATABASE.asSuperuser("alter role " + role + " login");
            }
            nanos.addAndGet(Duration.ofSeconds(2).toNanos() + 1);
            assertWorks(guarded);
            assertThat(guarded.breaker().state()).isEqualTo(Breaker.State.CLOSED);
            assertThat(guarded.breaker().problem()).isEmpty();
        }
    }

    /** Who holds all connections must not keep those out who come after. */
    @Test
    void aPoolThatIsBusyIsNotALostServer() {
        BreakerLimits limits = new BreakerLimits(4, 2, 50, Duration.ofSeconds(2), 1);
        DatabaseSettings settings = DATABASE.settings().withPool(1, Duration.ofMillis(300));
        try (PostgresDatabase guarded = PostgresDatabase.open(settings, DATABASE.room(), limits, System::nanoTime)) {
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch inside = new CountDownLatch(1);
            Thread holder = Thread.startVirtualThread(() -> guarded.inTenant(ACME, handle -> {
                inside.countDown();
                return await(goOn);
            }));
            assertThat(await(inside)).isTrue();
            for (int i = 0; i < 5; i++) {
                assertUnavailable(() -> assertWorks(guarded));
            }
            assertThat(guarded.breaker().state()).isEqualTo(Breaker.State.CLOSED);
            goOn.countDown();
            join(holder);
            assertWorks(guarded);
        }
    }

    @Test
    void whatIsOnlySlowOrRefusedDoesNotKeepOthersOut() {
        BreakerLimits limits = new BreakerLimits(4, 2, 50, Duration.ofSeconds(2), 1);
        try (PostgresDatabase guarded =
                PostgresDatabase.open(DATABASE.settings(), DATABASE.room(), limits, System::nanoTime)) {
            for (int i = 0; i < 10; i++) {
                assertUnavailable(() -> guarded.inTenant(ACME, handle -> {
                    handle.execute("set local statement_timeout = 1");
                    return handle.execute("select pg_sleep(1)");
                }));
                assertThatThrownBy(() -> guarded.inTenant(ACME, handle -> handle.execute("no sql")))
                        .isNotInstanceOf(ProblemException.class);
            }
            assertWorks(guarded);
            assertThat(guarded.breaker().state()).isEqualTo(Breaker.State.CLOSED);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static PostgresDatabase open(DatabaseSettings settings) {
        return PostgresDatabase.open(settings, DATABASE.room(), BreakerLimits.defaults(), System::nanoTime);
    }

    @Test
    void errorsDoNotTellWhatWasBound() {
        assertThatThrownBy(() -> DATABASE.database()
                        .inTenant(
                                ACME,
                                handle -> handle.createUpdate("insert into note values (:tenant, :secret, 1)")
                                        .bind("tenant", "acme")
                                        .bind("secret", "hidden-value-4711")
                                        .execute()))
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("hidden-value-4711");
    }

    private static int addBoth(long first, long second, CyclicBarrier barrier, AtomicInteger runs) {
        return DATABASE.database().inTenant(ACME, handle -> {
            boolean repeated = runs.incrementAndGet() > 2;
            add(handle, first);
            if (!repeated) {
                awaitBoth(barrier);
            }
            return add(handle, second);
        });
    }

    private static int add(Handle handle, long id) {
        return handle.execute("update note set value = value + 1 where id = ?", id);
    }

    private static int insert(Handle handle, TenantId tenant, long id) {
        return handle.execute("insert into note (tenant, id, value) values (?, ?, 1)", tenant.value(), id);
    }

    private static long count(TenantId tenant, long id) {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select count(*) from note where id = ?")
                                .bind(0, id)
                                .mapTo(Long.class)
                                .one());
    }

    private static long value(long id) {
        return DATABASE.database()
                .inTenant(
                        ACME,
                        handle -> handle.createQuery("select value from note where id = ?")
                                .bind(0, id)
                                .mapTo(Long.class)
                                .one());
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(act)
                .matches(refused -> refused.code() == ProblemCode.UNAVAILABLE);
    }

    private static void assertWorks(Database database) {
        long one = database.inTenant(
                ACME, handle -> handle.createQuery("select 1").mapTo(Long.class).one());
        assertThat(one).isEqualTo(1);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static void awaitBoth(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
