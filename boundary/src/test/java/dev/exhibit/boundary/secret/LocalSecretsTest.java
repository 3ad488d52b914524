package dev.exhibit.boundary.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in files, mounts and the environment. */
class LocalSecretsTest {
    private static final int SWAPS = 300;

    @TempDir
    Path folder;

    @Test
    void eachReferenceLeadsToItsSecret() throws Exception {
        Path file = Files.writeString(folder.resolve("own"), "of a file\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("docker"), "of Docker");
        mount("database", "password", "of Kubernetes\n", 1);
        assertThat(read("file:" + file)).isEqualTo("of a file");
        assertThat(read("docker:docker")).isEqualTo("of Docker");
        assertThat(read("kubernetes:database/password")).isEqualTo("of Kubernetes");
        assertThat(read("kubernetes:" + folder.resolve("database/password"))).isEqualTo("of Kubernetes");
        assertThat(read("env:SECRET")).isEqualTo("of the environment");
    }

    @Test
    void whatIsMissingOrEmptyIsNamed() throws Exception {
        Files.writeString(folder.resolve("empty"), "\n");
        for (String reference : List.of(
                "docker:nothing",
                "docker:empty",
                "kubernetes:nothing/here",
                "env:NOTHING",
                "vault:a#b",
                "file:/no/such")) {
            refused(reference);
        }
    }

    @Test
    void aMountLeadsNowhereElse() throws Exception {
        Path outside = Files.writeString(
                Files.createDirectory(folder.resolve("outside")).resolve("key"), "elsewhere");
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Files.createSymbolicLink(mount.resolve("link"), outside);
        LocalSecrets secrets = new LocalSecrets(new SecretFolders(mount, mount), Map.of());
        for (String reference : List.of("docker:link", "kubernetes:link", "kubernetes:" + mount.resolve("link"))) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .as(reference)
                    .isThrownBy(() -> secrets.read(SecretReference.parse(reference)))
                    .withMessageContaining("is not a secret")
                    .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("elsewhere"));
        }
    }

    @Test
    void whatAnybodyMayWriteFoldersAndLargeFilesAreRefused() throws Exception {
        Path open = Files.writeString(folder.resolve("open"), "open secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(refused("docker:open").getMessage())
                .contains("anybody may write")
                .doesNotContain("open secret");
        Files.createDirectory(folder.resolve("directory"));
        refused("docker:directory");
        Files.write(folder.resolve("limit"), new byte[SecretFile.MAX_BYTES]);
        assertThat(read("docker:limit")).hasSize(SecretFile.MAX_BYTES);
        Files.write(folder.resolve("large"), new byte[SecretFile.MAX_BYTES + 1]);
        refused("docker:large");
    }

    /** As the kubelet does it: a new folder, the link renamed over the old one, the old folder deleted. */
    @Test
    @Timeout(60)
    void aMountThatIsSwappedIsReadWhole() throws Exception {
        mount("database", "password", secret(0), 0);
        AtomicBoolean done = new AtomicBoolean();
        Thread kubelet = Thread.ofPlatform().start(() -> {
            for (int i = 1; i <= SWAPS; i++) {
                mount("database", "password", secret(i), i);
            }
            done.set(true);
        });
        Set<String> seen = new HashSet<>();
        while (!done.get()) {
            seen.add(read("kubernetes:database/password"));
        }
        kubelet.join();
        assertThat(read("kubernetes:database/password")).isEqualTo(secret(SWAPS));
        assertThat(seen).allMatch(text -> text.matches("(\\d+)( \\1){199}")).hasSizeGreaterThan(1);
    }

    @Test
    void aReferenceShowsNoSecret() {
        for (String reference :
                List.of("file:/a/b", "docker:b", "kubernetes:a/b", "kubernetes:/a/b", "env:B", "vault:a/b/c#d.e")) {
            assertThat(SecretReference.parse(reference)).hasToString(reference);
        }
    }

    private static String secret(int version) {
        return (version + " ").repeat(200).strip();
    }

    private void mount(String secret, String key, String content, int version) {
        try {
            Path volume = Files.createDirectories(folder.resolve(secret));
            Path fresh = Files.createDirectory(volume.resolve("..version_" + version));
            Files.writeString(fresh.resolve(key), content);
            Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), fresh.getFileName());
            Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            if (Files.notExists(volume.resolve(key))) {
                Files.createSymbolicLink(volume.resolve(key), Path.of("..data", key));
            }
            Path old = volume.resolve("..version_" + (version - 1));
            Files.deleteIfExists(old.resolve(key));
            Files.deleteIfExists(old);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private StartRefusedException refused(String reference) {
        StartRefusedException[] found = new StartRefusedException[1];
        assertThatExceptionOfType(StartRefusedException.class)
                .as(reference)
                .isThrownBy(() -> read(reference))
                .satisfies(refused -> found[0] = refused);
        return found[0];
    }

    private String read(String reference) {
        return new LocalSecrets(new SecretFolders(folder, folder), Map.of("SECRET", "of the environment"))
                .read(SecretReference.parse(reference));
    }
}
