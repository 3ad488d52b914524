package dev.exhibit.boundary.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.crypto.encoding.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    Path folder;

    @Test
    void aSecretOpenToOthersIsRefused() throws Exception {
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx------")) {
            Path file = secret("open-" + mode, mode);
            assertThatExceptionOfType(StartRefusedException.class)
                    .as(mode)
                    .isThrownBy(() -> SecretFile.read(file))
                    .withMessageContaining("chmod 600")
                    .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(Canary.of("file")));
        }
        assertThat(SecretFile.read(secret("strict", "r--------"))).isEqualTo(Bytes.utf8(Canary.of("file")));
    }

    @Test
    void linksFoldersAndLargeFilesAreRefused() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), secret("target", "rw-------"));
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(() -> SecretFile.read(link));
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(() -> SecretFile.read(folder));
        assertThat(SecretFile.read(sized(SecretFile.MAX_BYTES)).size()).isEqualTo(SecretFile.MAX_BYTES);
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> SecretFile.read(sized(SecretFile.MAX_BYTES + 1)));
    }

    @Test
    void aMissingSecretIsNamed() {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> SecretFile.read(folder.resolve("missing")))
                .withMessageContaining("missing");
    }

    @Test
    void aPasswordIsMadeOnceAndKept() throws Exception {
        Path file = folder.resolve("new/folder/password");
        String first = SecretFile.password(file, new SecureRandom());
        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(SecretFile.password(file, new SecureRandom())).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void oneLineEndAfterAPasswordIsNotPartOfIt() throws Exception {
        Path file = secret("edited", "rw-------");
        Files.writeString(file, "word\n\n");
        assertThat(SecretFile.readPassword(file)).isEqualTo("word\n");
    }

    @Test
    void ofManyWhoCreateAtOnceAllGetTheFirstOnesSecret() throws Exception {
        Path file = folder.resolve("contested");
        Callable<String> create = () -> SecretFile.password(file, new SecureRandom());
        Set<String> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(32, create))) {
                seen.add(done.get());
            }
        }
        assertThat(seen).containsExactly(SecretFile.readPassword(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private Path secret(String name, String mode) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, Canary.of("file"));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Path sized(int size) throws Exception {
        Path file = folder.resolve("of-" + size);
        Files.write(file, new byte[size]);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
