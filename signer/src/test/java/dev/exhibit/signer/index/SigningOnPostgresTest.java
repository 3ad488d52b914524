package dev.exhibit.signer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.ArtifactInput;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.Intent;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.MemoryStoredArtifacts;
import dev.exhibit.signer.Refusals;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signed;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.StampedSignature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The use case on the real index: what only shows with real rows, locks and many callers. */
class SigningOnPostgresTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    private static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);

    private final Call call = Calls.newTenant();
    private final MemoryVault vault = new MemoryVault();
    private final PostgresKeyDirectory directory =
            new PostgresKeyDirectory(DATABASE.database(), InstantSource.system());
    private final SigningKeys keys = new SigningKeys(directory, vault);
    private final Signer signer = signer(DATABASE.database());

    @Test
    void manyCallsWithOneKeyGetOneSignature() throws Exception {
        keys.ensureActive(call);
        IdempotencyKey name = Calls.newKey();
        Signer patient = signer(DATABASE.another(16, Duration.ofSeconds(60)));
        Set<Signed> seen = new HashSet<>(inParallel(64, () -> patient.sign(call, request(name))));
        assertThat(seen).hasSize(1);
        assertThat(count("select count(*) from intent")).isEqualTo(1);
        assertThat(count("select count(*) from audit where action = 'sign.intent'"))
                .isEqualTo(1);
        assertThat(count("select count(*) from audit where action = 'sign.done'"))
                .isEqualTo(1);
    }

    @Test
    void wrongBytesLeaveNoRowButTheRefusal() {
        keys.ensureActive(call);
        long before = count("select count(*) from audit");
        SignRequest wrong = new SignRequest(
                Calls.newKey(),
                DIGEST,
                new ArtifactInput.Streamed(Bytes.utf8("other bytes").open()),
                new Content.ArtifactMessage());
        Refusals.expect(ProblemCode.DIGEST_MISMATCH, () -> signer.sign(call, wrong));
        assertThat(count("select count(*) from intent")).isZero();
        assertThat(count("select count(*) from audit")).isEqualTo(before);
        assertThat(vault.signCalls()).isZero();
    }

    @Test
    void severalStartsAtOnceAgreeOnOneKey() throws Exception {
        Set<KeyRecord> active = new HashSet<>(inParallel(8, () -> keys.ensureActive(call)));
        assertThat(active).hasSize(1);
        assertThat(count("select count(*) from signing_key where state = 'active'"))
                .isEqualTo(1);
    }

    @Test
    void aRevocationIsABarrierUnderLoad() throws Exception {
        KeyRecord key = keys.ensureActive(call);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(200);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                callers.add(threads.submit(() -> signUntil(stop, warm)));
            }
            warm.await();
            directory.change(call, key.key().id(), KeyState.REVOKED, Calls.word(call));
            long acknowledged = count("select count(*) from intent where state = 'signed'");
            assertThat(acknowledged).isGreaterThanOrEqualTo(200);
            stop.set(true);
            for (Future<?> caller : callers) {
                caller.get();
            }
            assertThat(count("select count(*) from intent where state = 'signed'"))
                    .isEqualTo(acknowledged);
        }
    }

    @Test
    void aStoredSignatureCannotBeChanged() {
        keys.ensureActive(call);
        signer.sign(call, request(Calls.newKey()));
        for (String act : List.of(
                "update intent set signature = '\\x00'",
                "update intent set state = 'open', signature = null, closed_at = null",
                "update intent set request = '\\x00'",
                "update signing_key set spki = '\\x00'",
                "delete from intent",
                "update key_change set reason = 'another'",
                "update key_change set approved_by = 'somebody'",
                "delete from key_change",
                "update key_proposal set proposed_by = 'somebody'",
                "delete from signing_key")) {
            assertThatThrownBy(() -> DATABASE.database().inTenant(call.tenant(), handle -> handle.execute(act)))
                    .as(act)
                    .hasMessageMatching("(?s).*(permission denied|is refused).*");
        }
    }

    @Test
    void theAuditSaysWhatHappened() {
        IntentLog log = new PostgresIntentLog(DATABASE.database(), InstantSource.system(), UUID::randomUUID);
        keys.ensureActive(call);
        IdempotencyKey name = Calls.newKey();
        log.open(call, new IntentLog.Asked(name, request(name).digest(), DIGEST, DIGEST, Allowance.everything()));
        log.abandon(call, Instant.now().plusSeconds(60));
        signer.sign(call, request(name));
        signer.sign(call, request(name));
        KeyRecord key = keys.list(call).getFirst();
        Intent late =
                log.open(call, new IntentLog.Asked(Calls.newKey(), DIGEST, DIGEST, DIGEST, Allowance.everything()));
        directory.change(call, key.key().id(), KeyState.REVOKED, Calls.word(call));
        log.settle(call, late, new StampedSignature(new SignatureBytes(ARTIFACT), List.of()));
        assertThat(column("select action from audit order by id"))
                .containsExactly(
                        "key.prepared",
                        "key.changed",
                        "sign.intent",
                        "sign.abandoned",
                        "sign.reopened",
                        "sign.done",
                        "sign.intent",
                        "key.changed",
                        "sign.discarded");
        assertThat(column("select distinct target from audit where action like 'sign.%'"))
                .containsExactly(DIGEST.toString());
        assertThat(column("select detail from audit where action = 'sign.discarded'")
                        .getFirst())
                .isEqualTo("{\"epoch\":2,\"intent\":\"" + late.id() + "\",\"key\":\""
                        + key.key().id() + "\",\"toBeSigned\":\"" + DIGEST + "\"}");
    }

    private Signer signer(Database database) {
        return Calls.signer(Calls.ports(
                call,
                new MemoryStoredArtifacts(),
                new PostgresIntentLog(database, InstantSource.system(), UUID::randomUUID),
                vault));
    }

    private List<String> column(String query) {
        return DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private void signUntil(AtomicBoolean stop, CountDownLatch warm) {
        while (!stop.get()) {
            try {
                signer.sign(call, request(Calls.newKey()));
                warm.countDown();
            } catch (ProblemException refused) {
                assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE);
            }
        }
    }

    private static <T> List<T> inParallel(int calls, Callable<T> act) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(Collections.nCopies(calls, act))) {
                results.add(done.get());
            }
            return results;
        }
    }

    private static SignRequest request(IdempotencyKey name) {
        return new SignRequest(
                name, DIGEST, new ArtifactInput.Streamed(ARTIFACT.open()), new Content.ArtifactMessage());
    }

    private long count(String query) {
        return DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery(query).mapTo(Long.class).one());
    }
}
