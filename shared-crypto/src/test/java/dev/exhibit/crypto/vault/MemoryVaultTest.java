package dev.exhibit.crypto.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemoryVaultTest implements VaultContract {
    private final MemoryVault vault = new MemoryVault();

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public Vault reopened() {
        return vault;
    }

    @Test
    void countsEachTouchOfAKey() {
        var key = vault.create();
        assertThat(vault.signCalls()).isZero();
        vault.sign(new SigningPermit(UUID.randomUUID(), key.id(), Hashing.of(Bytes.empty())));
        assertThat(vault.signCalls()).isOne();
    }
}
