package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link IntentLog} holds. Its clock must be {@link #NOW}. */
public interface IntentLogContract {
    Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    IntentLog log();

    /** The keys that the log's intents are bound to. */
    KeyDirectory keys();

    private static IntentLog.Asked asked(IdempotencyKey key, String artifact) {
        Digest digest = Hashing.of(Bytes.utf8(artifact));
        return new IntentLog.Asked(
                key, Hashing.of(Bytes.utf8("asked for " + artifact)), digest, digest, Allowance.everything());
    }

    private static StampedSignature signature(String text) {
        return new StampedSignature(
                new SignatureBytes(Bytes.utf8(text)), List.of(Bytes.utf8(text + " at 1"), Bytes.utf8(text + " at 2")));
    }

    private VerificationKey activeKey(Call call) {
        VerificationKey key = new MemoryVault().create();
        keys().prepare(call, key, Calls.word(call));
        keys().change(call, key.id(), KeyState.ACTIVE, Calls.word(call));
        return key;
    }

    private void withdraw(Call call, VerificationKey key) {
        keys().change(call, key.id(), KeyState.REVOKED, Calls.word(call));
    }

    @Test
    default void aSignatureIsWhoseItWasMadeFor() {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Intent intent = log().open(call, asked);
        assertThat(log().askedBy(
                                call,
                                key.id(),
                                asked.toBeSigned(),
                                signature("s").signature()))
                .isEmpty();
        log().settle(call, intent, signature("s"));
        Call other = Calls.sameTenant(call, "other");
        log().open(other, asked);
        assertThat(log().askedBy(
                                call,
                                key.id(),
                                asked.toBeSigned(),
                                signature("s").signature()))
                .containsExactly(call.caller().identity());
        assertThat(log().askedBy(
                                call,
                                key.id(),
                                asked.toBeSigned(),
                                signature("t").signature()))
                .isEmpty();
        assertThat(log().askedBy(call, key.id(), asked.request(), signature("s").signature()))
                .isEmpty();
        assertThat(log().askedBy(
                                call,
                                new KeyId(asked.request()),
                                asked.toBeSigned(),
                                signature("s").signature()))
                .isEmpty();
        assertThat(log().askedBy(
                                Calls.newTenant(),
                                key.id(),
                                asked.toBeSigned(),
                                signature("s").signature()))
                .isEmpty();
    }

    @Test
    default void aKeyThatIsNotTheCallersOpensNothing() {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IntentLog.Asked wide = asked(Calls.newKey(), "a");
        IntentLog.Asked narrow = new IntentLog.Asked(
                wide.key(),
                wide.request(),
                wide.artifact(),
                wide.toBeSigned(),
                new Allowance(Optional.empty(), Optional.of(Set.of())));
        Refusals.expect(ProblemCode.KEY_NOT_ALLOWED, () -> log().open(call, narrow));
        assertThat(log().abandon(call, NOW.plusSeconds(1))).as("left open").isZero();
        Intent opened = log().open(call, wide);
        Refusals.expect(ProblemCode.KEY_NOT_ALLOWED, () -> log().open(call, narrow));
        log().settle(call, opened, signature("s"));
        assertThat(log().open(call, narrow).key()).as("done before").isEqualTo(key);
    }

    @Test
    default void anIntentIsBoundToTheActiveKeyAndItsEpoch() {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Intent intent = log().open(call, asked);
        assertThat(intent)
                .extracting(Intent::artifact, Intent::toBeSigned, Intent::key, Intent::epoch, Intent::state)
                .containsExactly(asked.artifact(), asked.toBeSigned(), key, 2L, new Intent.State.Open());
        assertThat(log().open(call, asked)).isEqualTo(intent);
    }

    @Test
    default void withoutAnActiveKeyNothingIsOpened() {
        Call call = Calls.newTenant();
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> log().open(call, asked));
        keys().prepare(call, new MemoryVault().create(), Calls.word(call));
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> log().open(call, asked));
        assertThat(log().abandon(call, NOW.plusSeconds(1))).isZero();
    }

    @Test
    default void aKeyOfAnotherRequestIsRefusedInEachState() {
        Call call = Calls.newTenant();
        activeKey(call);
        IdempotencyKey key = Calls.newKey();
        Intent intent = log().open(call, asked(key, "a"));
        Refusals.expect(ProblemCode.IDEMPOTENCY_CONFLICT, () -> log().open(call, asked(key, "b")));
        log().abandon(call, NOW.plusSeconds(1));
        Refusals.expect(ProblemCode.IDEMPOTENCY_CONFLICT, () -> log().open(call, asked(key, "b")));
        log().settle(call, log().open(call, asked(key, "a")), signature("s"));
        Refusals.expect(ProblemCode.IDEMPOTENCY_CONFLICT, () -> log().open(call, asked(key, "b")));
        assertThat(log().open(call, asked(key, "a")).id()).isEqualTo(intent.id());
    }

    @Test
    default void theFirstSignatureStands() {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Intent intent = log().open(call, asked);
        Settlement.Kept first = new Settlement.Kept(key, signature("first"));
        assertThat(log().settle(call, intent, signature("first"))).isEqualTo(first);
        assertThat(log().settle(call, intent, signature("second"))).isEqualTo(first);
        assertThat(log().open(call, asked).state()).isEqualTo(new Intent.State.Signed(signature("first")));
    }

    @Test
    default void aSignatureMayHaveNoTimestamps() {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        StampedSignature bare = new StampedSignature(signature("first").signature(), List.of());
        assertThat(log().settle(call, log().open(call, asked), bare)).isEqualTo(new Settlement.Kept(key, bare));
        assertThat(log().open(call, asked).state()).isEqualTo(new Intent.State.Signed(bare));
    }

    @Test
    default void aSignatureOutlivesItsKey() {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Intent intent = log().open(call, asked);
        log().settle(call, intent, signature("first"));
        withdraw(call, key);
        assertThat(log().open(call, asked).state()).isEqualTo(new Intent.State.Signed(signature("first")));
        assertThat(log().settle(call, intent, signature("late")))
                .isEqualTo(new Settlement.Kept(key, signature("first")));
    }

    @Test
    default void aWithdrawnKeyGetsNoSignatureAndARetryGetsTheNextKey() {
        Call call = Calls.newTenant();
        VerificationKey old = activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Intent before = log().open(call, asked);
        withdraw(call, old);
        assertThat(log().settle(call, before, signature("old"))).isEqualTo(new Settlement.KeyWithdrawn());
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> log().open(call, asked));

        VerificationKey next = activeKey(call);
        Intent after = log().open(call, asked);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.key()).isEqualTo(next);
        assertThat(log().settle(call, before, signature("old"))).isEqualTo(new Settlement.KeyWithdrawn());
        assertThat(log().settle(call, after, signature("new"))).isEqualTo(new Settlement.Kept(next, signature("new")));
    }

    @Test
    default void anAbandonedIntentIsClosedUntilARetryOpensIt() {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Intent intent = log().open(call, asked);
        assertThat(log().abandon(call, NOW)).as("opened at that very time").isZero();
        assertThat(log().abandon(call, NOW.plus(Duration.ofMillis(1)))).isEqualTo(1);
        assertThat(log().abandon(call, NOW.plus(Duration.ofMillis(1)))).isZero();
        assertThat(log().settle(call, intent, signature("late"))).isEqualTo(new Settlement.IntentClosed());
        assertThat(log().open(call, asked)).isEqualTo(intent);
        assertThat(log().settle(call, intent, signature("s"))).isEqualTo(new Settlement.Kept(key, signature("s")));
        assertThat(log().abandon(call, NOW.plusSeconds(1)))
                .as("signed for ever")
                .isZero();
    }

    @Test
    default void tenantsDoNotMeet() {
        Call one = Calls.newTenant();
        Call other = Calls.newTenant();
        activeKey(one);
        activeKey(other);
        IdempotencyKey shared = Calls.newKey();
        Intent first = log().open(one, asked(shared, "a"));
        Intent second = log().open(other, asked(shared, "b"));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(log().abandon(other, NOW.plusSeconds(1))).isEqualTo(1);
        assertThat(log().settle(one, first, signature("s"))).isInstanceOf(Settlement.Kept.class);
    }

    @Test
    default void equalRequestsAtOnceOpenOneIntentAndKeepOneSignature() throws Exception {
        Call call = Calls.newTenant();
        activeKey(call);
        IntentLog.Asked asked = asked(Calls.newKey(), "a");
        Callable<Settlement> open = () -> {
            Intent intent = log().open(call, asked);
            return log().settle(call, intent, signature(UUID.randomUUID().toString()));
        };
        Set<Settlement> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(32, open))) {
                seen.add(done.get());
            }
        }
        assertThat(seen).hasSize(1).first().isInstanceOf(Settlement.Kept.class);
    }

    @Test
    default void manyRequestsAtOnceHaveTheirOwnEnds() throws Exception {
        Call call = Calls.newTenant();
        VerificationKey key = activeKey(call);
        IdempotencyKey taken = Calls.newKey();
        log().open(call, asked(taken, "the first"));
        List<Callable<Intent>> opens = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            IntentLog.Asked asked = i % 10 == 9 ? asked(taken, "another") : asked(Calls.newKey(), "artifact " + i);
            opens.add(() -> log().open(call, asked));
        }
        List<Intent> opened = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Intent>> ends = threads.invokeAll(opens);
            for (int i = 0; i < ends.size(); i++) {
                Future<Intent> end = ends.get(i);
                if (i % 10 == 9) {
                    assertThat(end.exceptionNow())
                            .isInstanceOfSatisfying(
                                    ProblemException.class,
                                    refused -> assertThat(refused.code()).isEqualTo(ProblemCode.IDEMPOTENCY_CONFLICT));
                } else {
                    assertThat(end.get().artifact()).isEqualTo(Hashing.of(Bytes.utf8("artifact " + i)));
                    opened.add(end.get());
                }
            }
            List<Callable<Settlement>> settles = opened.stream()
                    .<Callable<Settlement>>map(intent -> () ->
                            log().settle(call, intent, signature(intent.id().toString())))
                    .toList();
            List<Future<Settlement>> settled = threads.invokeAll(settles);
            for (int i = 0; i < settled.size(); i++) {
                assertThat(settled.get(i).get())
                        .isEqualTo(new Settlement.Kept(
                                key, signature(opened.get(i).id().toString())));
            }
        }
        assertThat(log().abandon(call, NOW.plusSeconds(1)))
                .as("only the first is left open")
                .isOne();
    }
}
