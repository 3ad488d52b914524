package dev.exhibit.evidence.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.StoreLimits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.ObjectStore.Created;
import dev.exhibit.evidence.blob.s3.FaultProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The store while the way to its server is broken, for {@code exhibit.proof.outage} seconds each time (4 unless given): nothing
 * is acknowledged that is not there, refusals come in time, the server is left alone, and all is well again within 10 s.
 */
@Tag("proof")
class OutageTest {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("exhibit.proof.outage", 4));
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final TenantId TENANT = new TenantId("acme");
    /** A fourth of the documented patience, so that an outage of seconds shows what minutes would. */
    private static final StoreLimits LIMITS = StoreLimits.defaults()
            .withTimes(
                    Duration.ofMillis(500),
                    Duration.ofMillis(1250),
                    Duration.ofMillis(3750),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5));

    private static final int WORKERS = 24;
    private static final ProxyServer SERVER = ProxyServer.start();

    private final TestBucket bucket = SERVER.server().bucket();
    private final FaultProxy way = new FaultProxy(SERVER.port());
    private final S3Store store = TestBucket.store(
            bucket.at(way.endpoint(), Optional.empty(), new Encryption.None()), bucket.secrets(), LIMITS);
    private final Map<ObjectName, Bytes> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final Random random = new Random(7);

    @AfterEach
    void closeWay() {
        way.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"BLACK_HOLE", "RESET", "BUSY", "ELSEWHERE", "DRIP", "WRONG", "TRUNCATED", "ANSWER_LOST"})
    void losesNothingAndComesBack(Fault fault) throws Exception {
        create(1000);
        way.be(fault);
        long end = System.nanoTime() + OUTAGE.toNanos();
        AtomicInteger opened = new AtomicInteger();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, WORKERS)
                    .<Future<?>>mapToObj(worker -> workers.submit(() -> {
                        while (System.nanoTime() < end) {
                            tryCreating(worker % 2 == 0 ? 1000 : 70_000);
                            opened.addAndGet(store.breaker().state() == Breaker.State.OPEN ? 1 : 0);
                        }
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        way.be(Fault.NONE);
        if (fault != Fault.WRONG && fault != Fault.TRUNCATED) {
            assertThat(refused.get()).as("refused").isPositive();
            assertThat(opened.get()).as("the server was left alone").isPositive();
        }
        await().atMost(RECOVERY).pollInterval(Duration.ofMillis(100)).until(() -> tryCreating(1000));
        demandAll(bucket.store().objects());
    }

    @Test
    void readsNoWrongBytesAsRight() {
        ObjectName name = create(300_000);
        way.be(Fault.WRONG);
        Optional<Bytes> read = tryReading(name);
        assertThat(read.map(Hashing::of)).isNotEqualTo(Optional.of(Hashing.of(bytesOf(name))));
        way.be(Fault.NONE);
        assertThat(tryReading(name)).contains(bytesOf(name));
    }

    @Test
    void readsOnWhereAnAnswerBrokeOff() {
        ObjectName name = create(300_000);
        way.be(Fault.TRUNCATED);
        assertThat(tryReading(name)).isEmpty();
        way.be(Fault.NONE);
        assertThat(tryReading(name)).contains(bytesOf(name));
    }

    @Test
    void knowsItsOwnObjectWhoseAnswerWasLost() {
        way.be(Fault.ANSWER_LOST);
        Bytes bytes = Bytes.utf8("acknowledged by a second attempt");
        ObjectName name = ObjectName.of(TENANT, Area.SHA256, Hashing.of(bytes));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Created> created = threads.submit(() -> store.objects().create(name, bytes));
            await().until(() -> !bucket.keys().isEmpty());
            way.be(Fault.NONE);
            assertThat(await().atMost(RECOVERY)
                            .until(created::get, found -> true)
                            .created())
                    .isTrue();
        }
    }

    /** With the documented patience: 1.5 s for the store, so that a refusal is with its caller within two. */
    @Test
    void whoAsksASilentServerForLittleHearsItWithinTwoSeconds() {
        ObjectStore patient = TestBucket.store(
                        bucket.at(way.endpoint(), Optional.empty(), new Encryption.None()),
                        bucket.secrets(),
                        StoreLimits.defaults())
                .objects();
        Bytes words = Bytes.utf8("kept before it fell silent");
        ObjectName name = ObjectName.of(TENANT, Area.SHA256, Hashing.of(words));
        Created unused = patient.create(name, words);
        way.be(Fault.BLACK_HOLE);
        ObjectName more = ObjectName.of(TENANT, Area.SHA256, Hashing.of(Bytes.utf8("more")));
        for (Runnable act : List.<Runnable>of(
                () -> patient.find(name),
                () -> patient.create(more, Bytes.utf8("more")),
                () -> read(patient, name),
                () -> patient.replace(name, words))) {
            long start = System.nanoTime();
            assertThatThrownBy(act::run).isInstanceOf(RuntimeException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    private boolean tryCreating(int size) {
        long start = System.nanoTime();
        try {
            create(size);
            return true;
        } catch (ProblemException problem) {
            // What was read back to be compared may have been changed on the way.
            assertThat(problem.code()).isIn(ProblemCode.UNAVAILABLE, ProblemCode.INTEGRITY);
            refused.incrementAndGet();
            return false;
        } finally {
            // Its own time, once more for the comparison with what was there, and some for a busy machine.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(LIMITS.totalTime().multipliedBy(3));
        }
    }

    private ObjectName create(int size) {
        byte[] bytes = new byte[size];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        Bytes whole = Bytes.owned(bytes);
        ObjectName name = ObjectName.of(TENANT, Area.SHA256, Hashing.of(whole));
        Created unused = store.objects().create(name, whole);
        acknowledged.put(name, whole);
        return name;
    }

    private Bytes bytesOf(ObjectName name) {
        return Objects.requireNonNull(acknowledged.get(name));
    }

    private Optional<Bytes> tryReading(ObjectName name) {
        try {
            return Optional.of(read(store.objects(), name));
        } catch (UncheckedIOException refusal) {
            return Optional.empty();
        }
    }

    private void demandAll(ObjectStore direct) {
        acknowledged.forEach((name, bytes) ->
                assertThat(read(direct, name)).as("acknowledged and there").isEqualTo(bytes));
    }

    private static Bytes read(ObjectStore from, ObjectName name) {
        try (InputStream in = from.open(name, "", 0, Long.MAX_VALUE)) {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
