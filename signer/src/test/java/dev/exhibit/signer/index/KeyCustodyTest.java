package dev.exhibit.signer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.KeyChange;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.Mandate;
import dev.exhibit.signer.Refusals;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.custody.KeyAct;
import dev.exhibit.signer.custody.KeyCustody;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.custody.KeyProposal;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The custody of keys on the real index: one identity where one is enough, never one alone where it takes two. */
class KeyCustodyTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    private static final String WHY = "yearly rotation";

    private final TenantId tenant = Calls.newTenant().tenant();
    private final Map<ServiceIdentity, Caller> known = new HashMap<>();
    private final Call alice = somebody("alice", Role.KEY_CUSTODIAN);
    private final Call anna = somebody("anna", Role.KEY_CUSTODIAN);
    private final Call bob = somebody("bob", Role.OPERATOR);
    private final Call eve = somebody("eve", Role.OPERATOR);
    private final MemoryVault vault = new MemoryVault();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final PostgresKeyDirectory directory = new PostgresKeyDirectory(DATABASE.database(), () -> now);
    private final KeyCustody one = custody(Set.of());
    private final KeyCustody two = custody(EnumSet.allOf(KeyAct.class));

    @Test
    void oneIdentityIsEnoughUnlessTwoAreDemanded() {
        KeyRecord first = one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY));
        KeyId key = first.key().id();
        assertThat(first.state()).isEqualTo(KeyState.PREPARED);
        assertThat(one.order(alice, order(KeyAct.ACTIVATE, key)).state()).isEqualTo(KeyState.ACTIVE);
        KeyRecord second = one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY));
        one.order(alice, order(KeyAct.ACTIVATE, second.key().id()));
        assertThat(one.list(alice))
                .extracting(KeyRecord::state)
                .containsExactlyInAnyOrder(KeyState.TAINTED, KeyState.ACTIVE);
        assertThat(one.order(alice, order(KeyAct.REVOKE, key)).revokedFrom()).contains(now);
        assertThat(vault.find(key)).isPresent();
        assertThat(one.order(alice, order(KeyAct.DESTROY, key)).state()).isEqualTo(KeyState.DESTROYED);
        assertThat(vault.find(key)).isEmpty();
        assertThat(one.order(alice, order(KeyAct.DESTROY, key)).epoch())
                .as("a repetition")
                .isEqualTo(5);
        assertThat(one.history(alice, key))
                .extracting(KeyChange::state)
                .containsExactly(
                        KeyState.PREPARED, KeyState.ACTIVE, KeyState.TAINTED, KeyState.REVOKED, KeyState.DESTROYED);
    }

    @Test
    void whereTwoAreDemandedEveryAttemptOfOneAloneFailsAndIsRemembered() {
        KeyId active = Calls.rotate(alice, directory, vault).key().id();
        KeyId prepared =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        List<KeyRecord> before = directory.list(alice);
        for (KeyOrder order : List.of(
                KeyOrder.prepare(Calls.newKey(), WHY),
                order(KeyAct.ACTIVATE, prepared),
                order(KeyAct.TAINT, active),
                order(KeyAct.REVOKE, active),
                order(KeyAct.DESTROY, prepared))) {
            long remembered = audited();
            UUID change = waits("proposed", () -> two.order(alice, order));
            waits("already_proposed", () -> two.order(alice, order));
            // With another reason, by another custodian, under another role: the same identity or no approval.
            waits("already_proposed", () -> two.order(alice, otherwise(order)));
            waits("already_proposed", () -> two.order(anna, order));
            waits("same_identity", () -> two.approve(alice, change));
            waits("same_identity", () -> two.approve(as(alice, Role.OPERATOR), change));
            assertThat(audited()).as(order.toString()).isEqualTo(remembered + 6);
        }
        assertThat(directory.list(alice)).isEqualTo(before);
        assertThat(vault.find(prepared)).isPresent();
        assertThat(two.proposals(alice)).hasSize(5);
    }

    @Test
    void whateverIsRefusedIsRemembered() {
        KeyId active = Calls.rotate(alice, directory, vault).key().id();
        remembered("key.refused wrong_state", () -> two.order(alice, order(KeyAct.DESTROY, active)));
        remembered(
                "key.refused not_found",
                () -> two.order(
                        alice, order(KeyAct.TAINT, new MemoryVault().create().id())));
        remembered("key.approval_refused not_found", () -> two.approve(bob, UUID.randomUUID()));
        for (int i = 0; i < PostgresKeyProposals.MOST_OF_ONE; i++) {
            KeyId key = one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY))
                    .key()
                    .id();
            waits("proposed", () -> two.order(alice, order(KeyAct.ACTIVATE, key)));
        }
        remembered("key.refused wrong_state", () -> two.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)));
        UUID change = two.proposals(alice).getFirst().id();
        directory.change(
                alice,
                two.proposals(alice).getFirst().order().key().orElseThrow(),
                KeyState.DESTROYED,
                Calls.word(alice));
        remembered("key.approval_refused wrong_state", () -> two.approve(bob, change));
        known.remove(alice.caller().identity());
        remembered(
                "key.approval_refused proposer_out",
                () -> two.approve(bob, two.proposals(bob).getLast().id()));
    }

    private void remembered(String record, Runnable refused) {
        long before = audited();
        assertThatExceptionOfType(ProblemException.class).isThrownBy(refused::run);
        assertThat(audited()).as(record).isEqualTo(before + 1);
        String last = DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select action || ' ' || (detail::jsonb ->> 'reason')"
                                        + " from audit order by id desc limit 1")
                                .mapTo(String.class)
                                .one());
        assertThat(last).isEqualTo(record);
    }

    @Test
    void anotherIdentityApprovesAndTheHistoryNamesBoth() {
        UUID made = waits("proposed", () -> two.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)));
        KeyId key = two.approve(bob, made).key().id();
        for (KeyAct act : List.of(KeyAct.ACTIVATE, KeyAct.TAINT, KeyAct.REVOKE, KeyAct.DESTROY)) {
            UUID change = waits("proposed", () -> two.order(alice, order(act, key)));
            KeyRecord done = two.approve(bob, change);
            assertThat(done.state()).isEqualTo(act.state());
            assertThat(two.approve(bob, change)).as("its answer was lost").isEqualTo(done);
            Refusals.expect(ProblemCode.NOT_FOUND, () -> two.approve(alice, change));
            Refusals.expect(ProblemCode.NOT_FOUND, () -> two.approve(eve, change));
            assertThat(two.order(alice, order(act, key)).state())
                    .as("it is done")
                    .isEqualTo(act.state());
        }
        assertThat(vault.find(key)).isEmpty();
        assertThat(two.history(alice, key))
                .hasSize(5)
                .allMatch(change -> change.by().equals(alice.caller().identity())
                        && change.approvedBy().equals(Optional.of(bob.caller().identity())));
        assertThat(two.proposals(alice)).isEmpty();
    }

    @Test
    void anOrderForAKeyThatComesAgainMakesNoOther() {
        KeyOrder order = KeyOrder.prepare(Calls.newKey(), WHY);
        KeyRecord made = one.order(alice, order);
        assertThat(one.order(alice, order)).isEqualTo(made);
        assertThat(two.order(alice, order)).isEqualTo(made);
        Refusals.expect(ProblemCode.IDEMPOTENCY_CONFLICT, () -> one.order(anna, order));
        KeyOrder other = KeyOrder.prepare(order.request().orElseThrow(), "another reason");
        Refusals.expect(ProblemCode.IDEMPOTENCY_CONFLICT, () -> one.order(alice, other));
        assertThat(directory.list(alice)).containsExactly(made);

        KeyOrder next = KeyOrder.prepare(Calls.newKey(), WHY);
        UUID change = waits("proposed", () -> two.order(alice, next));
        waits("already_proposed", () -> two.order(alice, next));
        KeyRecord approved = two.approve(bob, change);
        assertThat(two.order(alice, next)).isEqualTo(approved);
        assertThat(two.approve(bob, change)).isEqualTo(approved);
        assertThat(directory.list(alice)).containsExactlyInAnyOrder(made, approved);
        assertThat(two.proposals(alice)).isEmpty();
    }

    @Test
    void theSameOrdersAndApprovalsAtOnceAreDoneOnce() throws Exception {
        KeyOrder order = KeyOrder.prepare(Calls.newKey(), WHY);
        assertThat(atOnce(() -> one.order(alice, order))).hasSize(1);
        UUID made = waits("proposed", () -> two.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)));
        assertThat(atOnce(() -> two.approve(bob, made))).hasSize(1);
        KeyId key = one.list(alice).getFirst().key().id();
        UUID activated = waits("proposed", () -> two.order(alice, order(KeyAct.ACTIVATE, key)));
        assertThat(atOnce(() -> two.approve(bob, activated))).hasSize(1);
        assertThat(directory.list(alice)).hasSize(2);
        assertThat(vault.size()).as("keys in the vault").isEqualTo(2);
        assertThat(directory.history(alice, key)).hasSize(2);
    }

    private static Set<KeyRecord> atOnce(Callable<KeyRecord> act) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<KeyRecord> answers = new HashSet<>();
            for (Future<KeyRecord> answer : threads.invokeAll(Collections.nCopies(8, act))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Test
    void aProposalEndsWithItsTimeOrItsProposerOrWhenItIsTakenBack() {
        KeyId key =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        UUID late = waits("proposed", () -> two.order(alice, order(KeyAct.ACTIVATE, key)));
        now = now.plus(PostgresKeyProposals.LIFETIME);
        Refusals.expect(ProblemCode.NOT_FOUND, () -> two.approve(bob, late));
        assertThat(two.proposals(alice)).isEmpty();

        UUID back = waits("proposed", () -> two.order(alice, order(KeyAct.ACTIVATE, key)));
        two.withdraw(anna, back);
        Refusals.expect(ProblemCode.NOT_FOUND, () -> two.withdraw(anna, back));
        Refusals.expect(ProblemCode.NOT_FOUND, () -> two.approve(bob, back));

        UUID orphan = waits("proposed", () -> two.order(alice, order(KeyAct.ACTIVATE, key)));
        known.remove(alice.caller().identity());
        Refusals.expect(ProblemCode.WRONG_STATE, () -> two.approve(bob, orphan));
        assertThat(directory.list(bob)).extracting(KeyRecord::state).containsExactly(KeyState.PREPARED);
    }

    @Test
    void aProposalThatIsUsedUpMeanwhileChangesNothing() {
        KeyId key =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        UUID change = waits("proposed", () -> two.order(alice, order(KeyAct.ACTIVATE, key)));
        KeyProposal proposal = two.proposals(alice).getFirst();
        two.withdraw(alice, change);
        Refusals.expect(
                ProblemCode.WRONG_STATE,
                () -> directory.rotate(
                        bob,
                        key,
                        new Mandate(
                                proposal.by(), WHY, Optional.empty(), Optional.of(proposal.id()), Optional.empty())));
        assertThat(directory.list(bob)).extracting(KeyRecord::state).containsExactly(KeyState.PREPARED);
    }

    @Test
    void proposalsAndPreparedKeysAreBounded() {
        for (int i = 0; i < PostgresKeyProposals.MOST_OF_ONE; i++) {
            KeyId key = one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY))
                    .key()
                    .id();
            waits("proposed", () -> two.order(alice, order(KeyAct.ACTIVATE, key)));
        }
        Refusals.expect(ProblemCode.WRONG_STATE, () -> two.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)));
        waits("proposed", () -> two.order(anna, KeyOrder.prepare(Calls.newKey(), WHY)));
        for (int i = PostgresKeyProposals.MOST_OF_ONE; i < KeyCustody.MOST_PREPARED; i++) {
            one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY));
        }
        Refusals.expect(ProblemCode.WRONG_STATE, () -> one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)));
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforeAnybodyIsAsked() {
        KeyId active = Calls.rotate(alice, directory, vault).key().id();
        KeyId nobodys = new MemoryVault().create().id();
        Refusals.expect(ProblemCode.WRONG_STATE, () -> two.order(alice, order(KeyAct.DESTROY, active)));
        Refusals.expect(ProblemCode.NOT_FOUND, () -> two.order(alice, order(KeyAct.TAINT, nobodys)));
        KeyOrder future = KeyOrder.of(KeyAct.REVOKE, active, WHY, Optional.of(now.plusSeconds(1)));
        Refusals.expect(ProblemCode.MALFORMED, () -> two.order(alice, future));
        for (String reason : List.of("", " ", "two\nlines", "x".repeat(501))) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> KeyOrder.prepare(Calls.newKey(), reason));
        }
        assertThat(two.proposals(alice)).isEmpty();
    }

    @Test
    void aHistoryGoesForwardWhateverTheClockSays() {
        KeyId key =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        for (KeyAct act : List.of(KeyAct.ACTIVATE, KeyAct.TAINT, KeyAct.REVOKE, KeyAct.DESTROY)) {
            now = now.minusSeconds(60);
            one.order(alice, order(act, key));
        }
        KeyId next =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        one.order(alice, order(KeyAct.ACTIVATE, next));
        now = now.minusSeconds(60);
        KeyId last =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        one.order(alice, order(KeyAct.ACTIVATE, last));
        for (KeyId one : List.of(key, next, last)) {
            assertThat(directory.history(alice, one)).extracting(KeyChange::at).isSorted();
        }
        assertThat(directory.history(alice, last).getLast().at())
                .as("rotated in one moment")
                .isEqualTo(directory.history(alice, next).getLast().at());
    }

    @Test
    void aKeyThatTheVaultDoesNotHaveIsNotActivated() {
        KeyId lost =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        vault.destroy(lost);
        Refusals.expect(ProblemCode.WRONG_STATE, () -> one.order(alice, order(KeyAct.ACTIVATE, lost)));
    }

    @Test
    void aDestructionThatDiedHalfwayIsFinishedAtTheNextStart() {
        KeyId key =
                one.order(alice, KeyOrder.prepare(Calls.newKey(), WHY)).key().id();
        directory.change(alice, key, KeyState.DESTROYED, Calls.word(alice));
        assertThat(vault.find(key)).isPresent();
        new SigningKeys(directory, vault).finishDestruction(alice);
        assertThat(vault.find(key)).isEmpty();
    }

    @Test
    void aTenantThatItsCustodiansLeftWithoutAKeyStaysSo() {
        SigningKeys service = new SigningKeys(directory, vault);
        KeyId key = service.ensureActive(alice).key().id();
        one.order(alice, order(KeyAct.REVOKE, key));
        assertThat(service.isNew(alice)).isFalse();
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> service.ensureActive(alice));
        assertThat(directory.list(alice)).extracting(KeyRecord::state).containsExactly(KeyState.REVOKED);
    }

    private static KeyOrder otherwise(KeyOrder order) {
        return new KeyOrder(
                order.act(),
                order.key(),
                "another reason",
                Optional.empty(),
                order.request().map(ignored -> Calls.newKey()));
    }

    private static KeyOrder order(KeyAct act, KeyId key) {
        return KeyOrder.of(act, key, WHY);
    }

    private UUID waits(String reason, Runnable order) {
        ProblemException[] refused = new ProblemException[1];
        assertThatExceptionOfType(ProblemException.class).isThrownBy(order::run).satisfies(found -> refused[0] = found);
        assertThat(refused[0].code()).isEqualTo(ProblemCode.NEEDS_SECOND_APPROVAL);
        ObjectReader extra = ObjectReader.of(refused[0].extra(), "");
        assertThat(extra.text("reason")).isEqualTo(reason);
        return UUID.fromString(extra.text("change"));
    }

    private long audited() {
        return DATABASE.database()
                .inTenant(
                        tenant,
                        handle -> handle.createQuery("select count(*) from audit where action like 'key.%'")
                                .mapTo(Long.class)
                                .one());
    }

    private KeyCustody custody(Set<KeyAct> needTwo) {
        return new KeyCustody(
                directory,
                new PostgresKeyProposals(DATABASE.database(), () -> now, UUID::randomUUID),
                vault,
                IdentityRegistry.of(identity -> Optional.ofNullable(known.get(identity))),
                () -> now,
                needTwo);
    }

    private Call somebody(String name, Role role) {
        ServiceIdentity identity = new ServiceIdentity("spiffe://test/" + tenant + "/" + name);
        Caller caller = new Caller(tenant, identity, role);
        known.put(identity, caller);
        return new Call(caller, new CorrelationId("custody-tests"));
    }

    private static Call as(Call call, Role role) {
        return new Call(new Caller(call.tenant(), call.caller().identity(), role), call.correlation());
    }
}
