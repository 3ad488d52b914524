package dev.exhibit.signer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.ArtifactInput;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.MemoryStoredArtifacts;
import dev.exhibit.signer.Refusals;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signed;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.WaitingOrder;
import dev.exhibit.signer.WaitingOrder.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders that wait, with real rows: what is taken in line, in which order, and what a signer makes of it later. */
class WaitingOrdersTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    private static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);
    private static final InstantSource CLOCK = InstantSource.system();

    private final Call call = Calls.newTenant();
    private final MemoryVault vault = new MemoryVault();
    private final MemoryStoredArtifacts artifacts = new MemoryStoredArtifacts();
    private final PostgresIntentLog intents = new PostgresIntentLog(DATABASE.database(), CLOCK, UUID::randomUUID);
    private final PostgresKeyDirectory keys = new PostgresKeyDirectory(DATABASE.database(), CLOCK);
    private final PostgresWaitingOrders orders =
            new PostgresWaitingOrders(DATABASE.database(), CLOCK, UUID::randomUUID);
    private final Signer signer = Calls.signer(Calls.ports(call, artifacts, intents, vault));

    @BeforeEach
    void aKeyIsActive() {
        new SigningKeys(keys, vault).ensureActive(call);
        artifacts.put(call, DIGEST, ARTIFACT);
    }

    private static SignRequest request(IdempotencyKey key, String predicate) {
        Bytes statement = new Statement(
                        List.of(new Subject("artifact", DIGEST)),
                        "https://example.com/claim/v1",
                        Json.object().with("says", predicate))
                .encode()
                .bytes();
        return new SignRequest(
                key, DIGEST, new ArtifactInput.Stored(), new Content.DssePayload(Envelope.IN_TOTO, statement));
    }

    private WaitingOrder waiting(SignRequest request) {
        signer.accept(call, request);
        return orders.add(call, request).orElseThrow();
    }

    @Test
    void onlyWhatTheSignerAcceptedIsTaken() {
        SignRequest request = request(Calls.newKey(), "one");
        assertThat(orders.add(call, request)).as("no intent").isEmpty();
        signer.accept(call, request);
        assertThat(orders.add(call, request(request.key(), "another")))
                .as("the intent of another request")
                .isEmpty();
        WaitingOrder taken = orders.add(call, request).orElseThrow();
        assertThat(taken.state()).isEqualTo(new State.Queued());
        assertThat(orders.add(call, request)).contains(taken);
        assertThat(orders.next(call, 10)).containsExactly(taken);
        assertThat(orders.find(call, taken.id())).contains(taken);
        assertThat(taken.request().digest()).as("the same request").isEqualTo(request.digest());
        assertThat(vault.signCalls()).as("nothing is signed").isZero();
    }

    @Test
    void whatCouldNotBeReadIsNotAccepted() {
        SignRequest request = new SignRequest(
                Calls.newKey(),
                Hashing.of(Bytes.utf8("never stored")),
                new ArtifactInput.Stored(),
                new Content.ArtifactMessage());
        Refusals.expect(ProblemCode.ARTIFACT_UNAVAILABLE, () -> signer.accept(call, request));
        assertThat(intents.abandon(call, Instant.now().plusSeconds(1))).isZero();
    }

    @Test
    void aWaitingOrderIsSignedLaterWithoutItsArtifact() {
        SignRequest request = request(Calls.newKey(), "one");
        WaitingOrder taken = waiting(request);
        artifacts.put(call, DIGEST, Bytes.utf8("gone meanwhile"));
        Signer.Resumed resumed =
                signer.resume(call, orders.find(call, taken.id()).orElseThrow());
        assertThat(resumed.call().caller().identity()).isEqualTo(call.caller().identity());
        assertThat(resumed.call().correlation()).isEqualTo(call.correlation());
        assertThat(resumed.signed().checked()).isEqualTo(Signed.Checked.BYTES);
        resumed.signed()
                .key()
                .verify(request.content().toBeSigned(DIGEST), resumed.signed().signature());
        assertThat(signer.resume(call, taken).signed().signature())
                .isEqualTo(resumed.signed().signature());
    }

    @Test
    void theLineIsInTheOrderOfAcceptanceAndEndsAreForEver() {
        List<WaitingOrder> line = IntStream.range(0, 20)
                .mapToObj(i -> waiting(request(Calls.newKey(), "claim " + i)))
                .toList();
        assertThat(orders.next(call, 7)).isEqualTo(line.subList(0, 7));
        State done = new State.Done(DIGEST, keys.list(call).getFirst().key().id());
        orders.end(call, line.get(0).id(), done);
        orders.end(call, line.get(1).id(), new State.Failed(Json.object().with("code", "key_not_allowed")));
        orders.end(call, line.get(0).id(), new State.Failed(Json.object().with("code", "too_late")));
        assertThat(orders.next(call, 3)).isEqualTo(line.subList(2, 5));
        assertThat(orders.find(call, line.get(0).id()).orElseThrow().state()).isEqualTo(done);
        assertThat(orders.line(call.tenant()).count()).isEqualTo(18);
        assertThat(orders.line(call.tenant()).oldest()).isPresent();
    }

    @Test
    void anOrderThatFailedMayBeTakenAgain() {
        SignRequest request = request(Calls.newKey(), "one");
        WaitingOrder taken = waiting(request);
        orders.end(call, taken.id(), new State.Failed(Json.object().with("code", "identity_unknown")));
        assertThat(orders.next(call, 10)).isEmpty();
        WaitingOrder again = orders.add(call, request).orElseThrow();
        assertThat(again.id()).isEqualTo(taken.id());
        assertThat(again.request().digest()).isEqualTo(request.digest());
        assertThat(orders.next(call, 10)).containsExactly(again);
    }

    @Test
    void whatIsWaitedForIsNotClosed() {
        SignRequest waited = request(Calls.newKey(), "one");
        waiting(waited);
        signer.accept(call, request(Calls.newKey(), "two"));
        assertThat(intents.abandon(call, Instant.now().plusSeconds(60))).isEqualTo(1);
        assertThat(orders.add(call, waited)).isPresent();
    }

    @Test
    void endedOnesAreForgottenAndOthersAreNot() {
        WaitingOrder first = waiting(request(Calls.newKey(), "one"));
        WaitingOrder second = waiting(request(Calls.newKey(), "two"));
        orders.end(call, first.id(), new State.Failed(Json.object().with("code", "x")));
        assertThat(orders.forget(call, Instant.now().minus(Duration.ofDays(1)))).isZero();
        assertThat(orders.forget(call, Instant.now().plusSeconds(60))).isEqualTo(1);
        assertThat(orders.find(call, first.id())).isEmpty();
        assertThat(orders.find(call, second.id())).isPresent();
    }

    @Test
    void tenantsDoNotMeet() {
        WaitingOrder mine = waiting(request(Calls.newKey(), "one"));
        Call other = Calls.newTenant();
        assertThat(orders.find(other, mine.id())).isEmpty();
        assertThat(orders.next(other, 10)).isEmpty();
        assertThat(orders.add(other, mine.request())).isEqualTo(Optional.empty());
        orders.end(other, mine.id(), new State.Failed(Json.object().with("code", "x")));
        assertThat(orders.find(call, mine.id()).orElseThrow().state()).isEqualTo(new State.Queued());
    }

    @Test
    void whoIsOutOfUseMeanwhileGetsNothing() {
        WaitingOrder taken = waiting(request(Calls.newKey(), "one"));
        Signer strict = Calls.signer(Calls.ports(Calls.newTenant(), artifacts, intents, vault));
        Refusals.expect(ProblemCode.IDENTITY_UNKNOWN, () -> strict.resume(call, taken));
    }

    @Test
    void theKeyThatIsActiveThenSigns() {
        SignRequest request = request(Calls.newKey(), "one");
        WaitingOrder taken = waiting(request);
        VerificationKey next = Calls.rotate(call, keys, vault).key();
        Signed signed = signer.resume(call, taken).signed();
        assertThat(signed.key()).isEqualTo(next);
    }
}
