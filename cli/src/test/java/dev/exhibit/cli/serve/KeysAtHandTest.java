package dev.exhibit.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two replicas with vaults of their own. */
class KeysAtHandTest {
    private final MemoryVault own = new MemoryVault();
    private final MemoryVault others = new MemoryVault();
    private final KeysAtHand atHand = new KeysAtHand(own);

    @Test
    void anActiveKeyOfAnotherVaultIsTold() {
        KeyRecord here = key(own.create(), KeyState.ACTIVE);
        KeyRecord there = key(others.create(), KeyState.ACTIVE);
        assertThat(problem()).isEmpty();
        atHand.look(List.of(here, there));
        assertThat(problem()).hasValueSatisfying(text -> assertThat(text).startsWith("1 active signing keys are not"));
        assertThat(atHand.check().needed()).isFalse();
        atHand.look(List.of(here));
        assertThat(problem()).isEmpty();
    }

    @Test
    void onlyKeysThatSignAreNeeded() {
        atHand.look(Stream.of(KeyState.PREPARED, KeyState.TAINTED, KeyState.REVOKED, KeyState.DESTROYED)
                .map(state -> key(others.create(), state))
                .toList());
        assertThat(problem()).isEmpty();
    }

    private Optional<String> problem() {
        return atHand.check().problem().get();
    }

    private static KeyRecord key(VerificationKey key, KeyState state) {
        return new KeyRecord(key, state, 2, Instant.EPOCH, Instant.EPOCH, Optional.empty());
    }
}
