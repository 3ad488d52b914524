package dev.exhibit.signer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.signer.ArtifactInput;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.Faults;
import dev.exhibit.signer.FaultyPorts;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.MemoryStoredArtifacts;
import dev.exhibit.signer.Refusals;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signed;
import dev.exhibit.signer.Signer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three signers, each with its own connections, on one database and one vault. */
@Tag("proof")
class ManySignersTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    private static final int INSTANCES = 3;
    private static final int RATE = 100;
    private static final int SECONDS = 60;
    private static final int ROTATION = 2;
    private static final int CLIENTS = 1_000;
    private static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);

    private final Call call = Calls.newTenant();
    private final MemoryVault vault = new MemoryVault();
    private final PostgresKeyDirectory directory =
            new PostgresKeyDirectory(DATABASE.database(), InstantSource.system());
    private final List<Database> databases = new ArrayList<>();
    private final List<Signer> signers = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < INSTANCES; i++) {
            databases.add(DATABASE.another(8, Duration.ofSeconds(60)));
            signers.add(signer(log(databases.getLast()), vault));
        }
        Calls.rotate(call, directory, vault);
    }

    @Test
    void aKeyThatIsRotatedEveryTwoSecondsFailsNobodyAndARevocationIsTheEnd() throws Exception {
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger signed = new AtomicInteger();
        AtomicInteger rotations = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService pace = Executors.newScheduledThreadPool(2)) {
            var load = pace.scheduleAtFixedRate(
                    () -> callers.execute(() -> attempt(failures, () -> {
                        signOnce(signed.getAndIncrement());
                    })),
                    0,
                    TimeUnit.SECONDS.toMicros(1) / RATE,
                    TimeUnit.MICROSECONDS);
            var turn = pace.scheduleAtFixedRate(
                    () -> attempt(failures, () -> {
                        Calls.rotate(call, directory, vault);
                        rotations.incrementAndGet();
                    }),
                    ROTATION,
                    ROTATION,
                    TimeUnit.SECONDS);
            assertThat(new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS)).isFalse();
            load.cancel(false);
            turn.cancel(false);
        }
        System.out.println("rotation: " + signed + " signatures over " + rotations + " rotations and " + INSTANCES
                + " signers, " + failures.size() + " failures, "
                + count("select count(*) from audit where action = 'sign.discarded'")
                + " signed again with the next key");
        assertThat(failures).isEmpty();
        assertThat(rotations.get()).isGreaterThanOrEqualTo(SECONDS / ROTATION - 2);
        assertThat(count("select count(*) from intent where state = 'signed'")).isEqualTo(signed.get());
        assertThat(signed.get()).isGreaterThan(RATE * SECONDS * 9 / 10);
        // The key of every signature was active in the epoch of its intent, and in no other way did one come about.
        assertThat(count(
                        "select count(*) from intent i where state = 'signed' and not exists (select 1 from key_change c"
                                + " where c.key_id = i.key_id and c.epoch = i.epoch and c.state = 'active')"))
                .isZero();
        assertThat(count("select count(*) from intent where state <> 'signed'")).isZero();
        nothingIsSignedAfterARevocation();
    }

    private void nothingIsSignedAfterARevocation() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(100);
        KeyId active = activeKey();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 24; i++) {
                int number = i;
                callers.execute(() -> signUntil(stop, warm, number));
            }
            assertThat(warm.await(1, TimeUnit.MINUTES)).isTrue();
            directory.change(call, active, KeyState.REVOKED, Calls.word(call));
            long acknowledged = count("select count(*) from intent where state = 'signed'");
            stop.set(true);
            callers.shutdown();
            assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(count("select count(*) from intent where state = 'signed'"))
                    .isEqualTo(acknowledged);
        }
    }

    @Test
    void aThousandClientsThatLostTheirAnswersGetTheSameOnes() throws Exception {
        List<IdempotencyKey> names = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            names.add(Calls.newKey());
        }
        // Each loses its answer on another step of the way, all at once; then each asks all signers again, all at once.
        loseAnswers(names);
        List<Set<Signed>> seen = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<List<Future<Signed>>> answers = new ArrayList<>();
            CountDownLatch go = new CountDownLatch(1);
            for (IdempotencyKey name : names) {
                List<Future<Signed>> own = new ArrayList<>();
                for (Signer signer : signers) {
                    own.add(callers.submit(() -> {
                        go.await();
                        return signer.sign(call, request(name));
                    }));
                }
                answers.add(own);
            }
            go.countDown();
            for (List<Future<Signed>> own : answers) {
                Set<Signed> distinct = new HashSet<>();
                for (Future<Signed> answer : own) {
                    distinct.add(answer.get());
                }
                seen.add(distinct);
            }
        }
        assertThat(seen)
                .hasSize(CLIENTS)
                .allSatisfy(answers -> assertThat(answers).hasSize(1));
        assertThat(seen.stream().flatMap(Set::stream).map(Signed::signature).distinct())
                .hasSize(CLIENTS);
        assertThat(count("select count(*) from intent where state = 'signed'")).isEqualTo(CLIENTS);
        assertThat(count("select count(*) from audit where action = 'sign.done'"))
                .isEqualTo(CLIENTS);
        Bytes other = Bytes.utf8("another artifact");
        for (IdempotencyKey name : names) {
            Signer any = signers.get(names.indexOf(name) % INSTANCES);
            Refusals.expect(
                    ProblemCode.IDEMPOTENCY_CONFLICT, () -> any.sign(call, request(name, Hashing.of(other), other)));
        }
        assertThat(count("select count(*) from intent")).isEqualTo(CLIENTS);
    }

    private void loseAnswers(List<IdempotencyKey> names) throws Exception {
        int steps = 3;
        AtomicInteger lost = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < names.size(); i++) {
                IdempotencyKey name = names.get(i);
                Faults faults = new Faults();
                faults.failAt(i % steps, Faults.Kind.APPLIED);
                FaultyPorts faulty = new FaultyPorts(faults);
                Signer signer = signer(faulty.around(log(databases.get(i % INSTANCES))), faulty.around(vault));
                callers.execute(() -> {
                    Refusals.expect(ProblemCode.UNAVAILABLE, () -> signer.sign(call, request(name)));
                    lost.incrementAndGet();
                });
            }
        }
        assertThat(lost.get()).isEqualTo(names.size());
        assertThat(count("select count(*) from intent where state = 'signed'"))
                .as("those that died after the last step")
                .isEqualTo(names.size() / steps);
    }

    private void signOnce(int number) {
        Signed signed = signers.get(number % INSTANCES).sign(call, request(Calls.newKey(), DIGEST, ARTIFACT));
        signed.key().verify(DIGEST, signed.signature());
    }

    private void signUntil(AtomicBoolean stop, CountDownLatch warm, int number) {
        while (!stop.get()) {
            try {
                signOnce(number);
                warm.countDown();
            } catch (ProblemException refused) {
                assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE);
            }
        }
    }

    private static void attempt(ConcurrentLinkedQueue<String> failures, Runnable act) {
        try {
            act.run();
        } catch (RuntimeException failed) {
            failures.add(failed.toString());
        }
    }

    private KeyId activeKey() {
        return directory.list(call).stream()
                .filter(key -> key.state() == KeyState.ACTIVE)
                .map(key -> key.key().id())
                .findFirst()
                .orElseThrow();
    }

    private static IntentLog log(Database database) {
        return new PostgresIntentLog(database, InstantSource.system(), UUID::randomUUID);
    }

    private Signer signer(IntentLog intents, Vault keys) {
        return Calls.signer(Calls.ports(call, new MemoryStoredArtifacts(), intents, keys));
    }

    /** For an artifact of its own: equal bytes would have equal signatures. */
    private static SignRequest request(IdempotencyKey name) {
        Bytes artifact = Bytes.utf8(name.value());
        return request(name, Hashing.of(artifact), artifact);
    }

    private static SignRequest request(IdempotencyKey name, Digest digest, Bytes artifact) {
        return new SignRequest(
                name, digest, new ArtifactInput.Streamed(artifact.open()), new Content.ArtifactMessage());
    }

    private long count(String query) {
        return DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery(query).mapTo(Long.class).one());
    }
}
