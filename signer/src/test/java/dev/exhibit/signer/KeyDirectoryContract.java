package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link KeyDirectory} holds. */
public interface KeyDirectoryContract {
    KeyDirectory directory();

    @Test
    default void aPreparedKeyIsListedAndPreparingAgainChangesNothing() {
        Call call = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        KeyRecord prepared = directory().prepare(call, key, Calls.word(call));
        assertThat(prepared)
                .extracting(KeyRecord::key, KeyRecord::state, KeyRecord::epoch)
                .containsExactly(key, KeyState.PREPARED, 1L);
        directory().change(call, key.id(), KeyState.ACTIVE, Calls.word(call));
        assertThat(directory().prepare(call, key, Calls.word(call)).state()).isEqualTo(KeyState.ACTIVE);
        assertThat(directory().list(call)).extracting(KeyRecord::key).containsExactly(key);
    }

    @Test
    default void everyChangeBeginsAnEpochAndRepeatingItDoesNot() {
        Call call = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        directory().prepare(call, key, Calls.word(call));
        for (KeyState state : List.of(KeyState.ACTIVE, KeyState.TAINTED, KeyState.REVOKED, KeyState.DESTROYED)) {
            KeyRecord first = directory().change(call, key.id(), state, Calls.word(call));
            assertThat(first.state()).isEqualTo(state);
            assertThat(directory().change(call, key.id(), state, Calls.word(call)))
                    .isEqualTo(first);
            assertThat(directory().list(call)).containsExactly(first);
        }
        assertThat(directory().list(call).getFirst().epoch()).isEqualTo(5);
    }

    @Test
    default void statesLeadWhereTheTableSays() {
        Map<KeyState, Set<KeyState>> allowed = Map.of(
                KeyState.PREPARED, Set.of(KeyState.ACTIVE, KeyState.DESTROYED),
                KeyState.ACTIVE, Set.of(KeyState.TAINTED, KeyState.REVOKED),
                KeyState.TAINTED, Set.of(KeyState.REVOKED, KeyState.DESTROYED),
                KeyState.REVOKED, Set.of(KeyState.DESTROYED),
                KeyState.DESTROYED, Set.of());
        List<String> wrong = new ArrayList<>();
        for (KeyState from : KeyState.values()) {
            for (KeyState to : KeyState.values()) {
                if (from != to
                        && from.mayBecome(to)
                                != allowed.getOrDefault(from, Set.of()).contains(to)) {
                    wrong.add(from + " to " + to);
                }
            }
        }
        assertThat(wrong).isEmpty();
        Call call = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        directory().prepare(call, key, Calls.word(call));
        Refusals.expect(
                ProblemCode.WRONG_STATE, () -> directory().change(call, key.id(), KeyState.REVOKED, Calls.word(call)));
        assertThat(directory().list(call)).extracting(KeyRecord::state).containsExactly(KeyState.PREPARED);
    }

    @Test
    default void aTenantHasOneActiveKey() {
        Call call = Calls.newTenant();
        MemoryVault vault = new MemoryVault();
        List<VerificationKey> keys = List.of(vault.create(), vault.create());
        keys.forEach(key -> directory().prepare(call, key, Calls.word(call)));
        directory().change(call, keys.getFirst().id(), KeyState.ACTIVE, Calls.word(call));
        Refusals.expect(
                ProblemCode.WRONG_STATE,
                () -> directory().change(call, keys.getLast().id(), KeyState.ACTIVE, Calls.word(call)));
        directory().change(call, keys.getFirst().id(), KeyState.TAINTED, Calls.word(call));
        directory().change(call, keys.getLast().id(), KeyState.ACTIVE, Calls.word(call));
    }

    @Test
    default void aRotationTaintsTheOneBeforeInTheSameMoment() {
        Call call = Calls.newTenant();
        MemoryVault vault = new MemoryVault();
        KeyRecord first = Calls.rotate(call, directory(), vault);
        KeyRecord second = Calls.rotate(call, directory(), vault);
        assertThat(directory().list(call))
                .extracting(KeyRecord::key, KeyRecord::state, KeyRecord::epoch)
                .containsExactlyInAnyOrder(
                        tuple(first.key(), KeyState.TAINTED, 3L), tuple(second.key(), KeyState.ACTIVE, 2L));
        assertThat(directory().rotate(call, second.key().id(), Calls.word(call)))
                .as("a repetition")
                .isEqualTo(second);
        Refusals.expect(
                ProblemCode.WRONG_STATE,
                () -> directory().rotate(call, first.key().id(), Calls.word(call)));
        assertThat(directory().list(call))
                .filteredOn(key -> key.state() == KeyState.ACTIVE)
                .containsExactly(second);
    }

    @Test
    default void theHistoryOfAKeySaysWhoAndWhy() {
        Call call = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        directory().prepare(call, key, Mandate.own(call, "made"));
        directory().change(call, key.id(), KeyState.ACTIVE, Mandate.own(call, "used"));
        Instant since = Instant.parse("2026-02-01T00:00:00Z");
        ServiceIdentity who = call.caller().identity();
        directory()
                .change(
                        call,
                        key.id(),
                        KeyState.REVOKED,
                        new Mandate(who, "lost", Optional.of(since), Optional.empty(), Optional.empty()));
        KeyRecord gone = directory().change(call, key.id(), KeyState.DESTROYED, Mandate.own(call, "done"));
        assertThat(gone.revokedFrom()).as("outlives the key").contains(since);
        assertThat(directory().list(call)).containsExactly(gone);
        assertThat(directory().history(call, key.id()))
                .extracting(KeyChange::epoch, KeyChange::state, KeyChange::reason, KeyChange::revokedFrom)
                .containsExactly(
                        tuple(1L, KeyState.PREPARED, "made", Optional.empty()),
                        tuple(2L, KeyState.ACTIVE, "used", Optional.empty()),
                        tuple(3L, KeyState.REVOKED, "lost", Optional.of(since)),
                        tuple(4L, KeyState.DESTROYED, "done", Optional.empty()));
        assertThat(directory().history(call, key.id()))
                .allMatch(
                        change -> change.by().equals(who) && change.approvedBy().isEmpty());
        Refusals.expect(ProblemCode.NOT_FOUND, () -> directory().history(Calls.newTenant(), key.id()));
    }

    @Test
    default void anOrderThatComesAgainIsAnsweredWithTheKeyThatItMade() {
        Call call = Calls.newTenant();
        IdempotencyKey name = Calls.newKey();
        Mandate mandate =
                new Mandate(call.caller().identity(), "why", Optional.empty(), Optional.empty(), Optional.of(name));
        assertThat(directory().answered(call, Mandate.nameOf(name))).isEmpty();
        KeyRecord made = directory().prepare(call, new MemoryVault().create(), mandate);
        assertThat(directory().prepare(call, new MemoryVault().create(), mandate))
                .isEqualTo(made);
        assertThat(directory().list(call)).containsExactly(made);
        assertThat(directory().answered(call, Mandate.nameOf(name)))
                .contains(new KeyAnswer(call.caller().identity(), "why", made));
        assertThat(directory().answered(Calls.newTenant(), Mandate.nameOf(name)))
                .isEmpty();
    }

    @Test
    default void tenantsDoNotSeeEachOthersKeys() {
        Call owner = Calls.newTenant();
        Call stranger = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        directory().prepare(owner, key, Calls.word(owner));
        assertThat(directory().list(stranger)).isEmpty();
        Refusals.expect(
                ProblemCode.NOT_FOUND,
                () -> directory().change(stranger, key.id(), KeyState.ACTIVE, Calls.word(stranger)));
        assertThat(Arrays.asList(KeyState.values())).allMatch(state -> KeyState.ofWire(state.wire()) == state);
    }
}
