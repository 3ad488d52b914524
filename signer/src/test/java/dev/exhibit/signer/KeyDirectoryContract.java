package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link KeyDirectory} holds. */
public interface KeyDirectoryContract {
    KeyDirectory directory();

    @Test
    default void aPreparedKeyIsListedAndPreparingAgainChangesNothing() {
        Call call = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        KeyRecord prepared = directory().prepare(call, key);
        assertThat(prepared)
                .extracting(KeyRecord::key, KeyRecord::state, KeyRecord::epoch)
                .containsExactly(key, KeyState.PREPARED, 1L);
        directory().change(call, key.id(), KeyState.ACTIVE);
        assertThat(directory().prepare(call, key).state()).isEqualTo(KeyState.ACTIVE);
        assertThat(directory().list(call)).extracting(KeyRecord::key).containsExactly(key);
    }

    @Test
    default void everyChangeBeginsAnEpochAndRepeatingItDoesNot() {
        Call call = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        directory().prepare(call, key);
        for (KeyState state : List.of(KeyState.ACTIVE, KeyState.TAINTED, KeyState.REVOKED, KeyState.DESTROYED)) {
            KeyRecord first = directory().change(call, key.id(), state);
            assertThat(first.state()).isEqualTo(state);
            assertThat(directory().change(call, key.id(), state)).isEqualTo(first);
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
        directory().prepare(call, key);
        Refusals.expect(ProblemCode.WRONG_STATE, () -> directory().change(call, key.id(), KeyState.REVOKED));
        assertThat(directory().list(call)).extracting(KeyRecord::state).containsExactly(KeyState.PREPARED);
    }

    @Test
    default void aTenantHasOneActiveKey() {
        Call call = Calls.newTenant();
        MemoryVault vault = new MemoryVault();
        List<VerificationKey> keys = List.of(vault.create(), vault.create());
        keys.forEach(key -> directory().prepare(call, key));
        directory().change(call, keys.getFirst().id(), KeyState.ACTIVE);
        Refusals.expect(
                ProblemCode.WRONG_STATE,
                () -> directory().change(call, keys.getLast().id(), KeyState.ACTIVE));
        directory().change(call, keys.getFirst().id(), KeyState.TAINTED);
        directory().change(call, keys.getLast().id(), KeyState.ACTIVE);
    }

    @Test
    default void tenantsDoNotSeeEachOthersKeys() {
        Call owner = Calls.newTenant();
        Call stranger = Calls.newTenant();
        VerificationKey key = new MemoryVault().create();
        directory().prepare(owner, key);
        assertThat(directory().list(stranger)).isEmpty();
        Refusals.expect(ProblemCode.NOT_FOUND, () -> directory().change(stranger, key.id(), KeyState.ACTIVE));
        assertThat(Arrays.asList(KeyState.values())).allMatch(state -> KeyState.ofWire(state.wire()) == state);
    }
}
