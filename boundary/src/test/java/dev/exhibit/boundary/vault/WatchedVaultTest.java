package dev.exhibit.boundary.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.trace.Traces;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultContract;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedVaultTest implements VaultContract {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path root = Path.of("");

    private final AtomicInteger signed = new AtomicInteger();
    private Vault vault = new FileVault(Path.of(""), "a password", RANDOM);

    @BeforeEach
    void open() {
        vault = reopened();
    }

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public Vault reopened() {
        return new WatchedVault(
                new FileVault(root.resolve("keys"), "a password", RANDOM), Traces.none(), signed::incrementAndGet);
    }

    @Test
    void onlyWhatWasSignedCounts() {
        VerificationKey key = vault.create();
        assertThat(signed).hasValue(0);
        SigningPermit permit = new SigningPermit(UUID.randomUUID(), key.id(), Hashing.of(Bytes.empty()));
        vault.sign(permit);
        assertThat(signed).hasValue(1);
        assertThatThrownBy(() -> vault.sign(permit)).isInstanceOf(IllegalStateException.class);
        assertThat(signed).hasValue(1);
    }
}
