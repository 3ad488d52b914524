package dev.exhibit.boundary.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    private static final Bytes FIRST = Bytes.utf8("first");
    private static final Bytes SECOND = Bytes.utf8("second");

    @TempDir
    private Path root = Path.of("");

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    void filesAndFoldersAreForTheOwnerOnly() throws IOException {
        Path file = root.resolve("a/b/secret");
        PrivateFiles.create(file, FIRST);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(root.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(root.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(names(root.resolve("a/b"))).containsExactly("secret");
        PrivateFiles.replace(file, SECOND);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(SecretFile.read(file)).isEqualTo(SECOND);
        assertThat(names(root.resolve("a/b"))).containsExactly("secret");
    }

    @Test
    void creatingNeverReplaces() throws IOException {
        Path file = root.resolve("secret");
        PrivateFiles.create(file, FIRST);
        assertThatThrownBy(() -> PrivateFiles.create(file, SECOND)).isInstanceOf(UncheckedIOException.class);
        assertThat(SecretFile.read(file)).isEqualTo(FIRST);
        assertThat(names(root)).containsExactly("secret");
    }

    @Test
    void aFailedWriteLeavesNothing() throws IOException {
        Path folder = root.resolve("taken");
        Files.createDirectory(folder);
        Files.createFile(folder.resolve("child"));
        assertThatThrownBy(() -> PrivateFiles.create(folder, FIRST)).isInstanceOf(UncheckedIOException.class);
        assertThat(names(root)).containsExactly("taken");
    }

    @Test
    void ofManyWhoCreateAtOnceAllGetTheSameSecret() throws Exception {
        Path file = root.resolve("password");
        List<Future<Bytes>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                Bytes mine = Bytes.utf8("secret of thread " + i);
                answers.add(threads.submit(() -> SecretFile.readOrCreate(file, () -> mine)));
            }
        }
        for (Future<Bytes> answer : answers) {
            assertThat(answer.get()).isEqualTo(SecretFile.read(file));
        }
        assertThat(names(root)).containsExactly("password");
    }
}
