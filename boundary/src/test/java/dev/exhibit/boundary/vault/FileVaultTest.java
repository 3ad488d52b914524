package dev.exhibit.boundary.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultContract;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVaultTest implements VaultContract {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD = Canary.of("vault");

    @TempDir
    private Path root = Path.of("");

    private Vault vault = new FileVault(Path.of(""), PASSWORD, RANDOM);

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
        return new FileVault(folder(), PASSWORD, RANDOM);
    }

    private Path folder() {
        return root.resolve("keys");
    }

    private Path file(KeyId key) {
        return folder().resolve(key.hex() + ".p12");
    }

    private static void unavailable(Vault vault, KeyId key) {
        assertThatThrownBy(() -> vault.find(key)).isInstanceOf(VaultUnavailableException.class);
        SigningPermit permit = new SigningPermit(UUID.randomUUID(), key, Hashing.of(Bytes.empty()));
        assertThatThrownBy(() -> vault.sign(permit)).isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void keysAreForTheOwnerOnlyAndNothingElseIsLeft() throws IOException {
        VerificationKey key = vault.create();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(key.id()))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder())) {
            assertThat(files).containsExactly(file(key.id()));
        }
    }

    @Test
    void thePrivateKeyIsNotInTheFile() throws IOException {
        VerificationKey key = vault.create();
        String content = Files.readString(file(key.id()), StandardCharsets.ISO_8859_1);
        String spki = new String(key.spki().toArray(), StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain(spki.substring(27));
    }

    @Test
    void anotherPasswordDoesNotOpenAKey() {
        KeyId key = vault.create().id();
        unavailable(new FileVault(folder(), "another password", RANDOM), key);
    }

    @Test
    void aKeyWhoseFileIsOpenToOthersIsNotUsed() throws IOException {
        KeyId key = vault.create().id();
        Files.setPosixFilePermissions(file(key), PosixFilePermissions.fromString("rw-r-----"));
        unavailable(reopened(), key);
    }

    @Test
    void aKeyUnderAnotherKeysNameIsNotUsed() throws IOException {
        KeyId one = vault.create().id();
        KeyId other = vault.create().id();
        Files.copy(file(one), file(other), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        unavailable(reopened(), other);
    }

    /**
     * Every 29th byte changed, and every cut at such a place. The password's check covers what matters but not each
     * byte of the frame around it: what still opens must be the very same key.
     */
    @Test
    void aDamagedFileIsNotUsedOrStillHoldsTheSameKey() throws IOException {
        VerificationKey key = vault.create();
        Path file = file(key.id());
        byte[] genuine = Files.readAllBytes(file);
        List<Integer> opened = new ArrayList<>();
        for (int place = 0; place < genuine.length; place += 29) {
            Files.write(file, Arrays.copyOf(genuine, place));
            unavailable(reopened(), key.id());
            byte[] damaged = genuine.clone();
            damaged[place] ^= 0x10;
            Files.write(file, damaged);
            try {
                Digest digest = Hashing.of(Bytes.utf8("place " + place));
                key.verify(digest, reopened().sign(new SigningPermit(UUID.randomUUID(), key.id(), digest)));
                opened.add(place);
            } catch (VaultUnavailableException refused) {
                assertThat(refused).hasMessageContaining(key.id().hex());
            }
        }
        assertThat(opened).hasSizeLessThan(3);
    }

    @Test
    void nothingOfADestroyedKeyIsLeftInTheFolder() throws IOException {
        KeyId kept = vault.create().id();
        KeyId key = vault.create().id();
        Files.createLink(folder().resolve(".unfinished-1.tmp"), file(key)); // as a crash while it was made leaves it
        vault.destroy(key);
        try (var files = Files.list(folder())) {
            assertThat(files).containsExactly(file(kept));
        }
    }

    @Test
    void aKeyThatCannotBeDeletedIsNotCalledDestroyed() throws IOException {
        KeyId key = vault.create().id();
        Files.delete(file(key));
        Files.createDirectories(file(key).resolve("in the way"));
        assertThatThrownBy(() -> vault.destroy(key)).isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void aKeyThatCannotBeStoredIsNotGivenOut() throws IOException {
        Files.write(folder(), new byte[] {1});
        assertThatThrownBy(() -> vault.create()).isInstanceOf(VaultUnavailableException.class);
    }
}
