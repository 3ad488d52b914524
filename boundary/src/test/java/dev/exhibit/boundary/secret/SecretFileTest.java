package dev.exhibit.boundary.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    @TempDir
    private Path root = Path.of("");

    private Path file(byte[] content, String mode) throws IOException {
        Path file = Files.write(root.resolve("secret"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw------x"})
    void aFileThatIsOpenToOthersIsRefused(String mode) throws IOException {
        Path file = file(new byte[] {1}, mode);
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void theLargestSecretIsTakenAndOneByteMoreIsRefused() throws IOException {
        assertThat(SecretFile.read(file(new byte[SecretFile.MAX_BYTES], "r--------"))
                        .size())
                .isEqualTo(SecretFile.MAX_BYTES);
        Files.delete(root.resolve("secret"));
        Path large = file(new byte[SecretFile.MAX_BYTES + 1], "rw-------");
        assertThatThrownBy(() -> SecretFile.read(large)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLinkAFolderAndNothingAreRefused() throws IOException {
        Path secret = file(new byte[] {1}, "rw-------");
        Path link = Files.createSymbolicLink(root.resolve("link"), secret);
        assertThatThrownBy(() -> SecretFile.read(link)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SecretFile.read(root)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SecretFile.read(root.resolve("missing")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aPasswordIsMadeOnceAndKept() {
        Path file = root.resolve("secrets/one.password");
        String password = SecretFile.password(file, new SecureRandom());
        assertThat(password).matches("[0-9a-f]{64}");
        assertThat(SecretFile.password(file, new SecureRandom())).isEqualTo(password);
        assertThat(SecretFile.readPassword(file)).isEqualTo(password);
        assertThat(SecretFile.password(root.resolve("other"), new SecureRandom()))
                .isNotEqualTo(password);
    }
}
