package dev.exhibit.evidence.blob;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryObjectsTest extends ObjectStoreContract {
    private final Path place;
    private final Path root;
    private final DirectoryObjects store;

    DirectoryObjectsTest(@TempDir Path place) {
        this.place = place;
        this.root = place.resolve("blobs");
        this.store = DirectoryObjects.open(root, UUID::randomUUID);
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void damage(ObjectName name, Bytes wrong) {
        try {
            Path file = file(name);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.write(file, wrong.toArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected void assertNothingHalfWritten() {
        assertThat(temporaryFiles(ACME)).isEmpty();
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readAttributes(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS))
                            .containsEntry("nlink", 1));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void layOutIsAsDocumentedAndPrivate() throws IOException {
        store.create(NAME, WORDS);
        Path file = root.resolve("acme/sha256")
                .resolve(DIGEST.hex().substring(0, 2))
                .resolve(DIGEST.hex());
        assertThat(file).hasBinaryContent(WORDS.toArray());
        assertThat(permissions(file)).isEqualTo("r--------");
        for (String directory : List.of(
                "",
                "acme",
                "acme/tmp",
                "acme/sha256",
                "acme/sha256/" + DIGEST.hex().substring(0, 2))) {
            assertThat(permissions(root.resolve(directory))).isEqualTo("rwx------");
        }
    }

    @Test
    void tellsWhatIsNoneOfOurs() throws IOException {
        store.create(NAME, WORDS);
        Files.writeString(root.resolve("acme/tmp/half.part"), "being written");
        Files.writeString(root.resolve("README"), "somebody's");
        Files.writeString(root.resolve("acme/sha256/UPPER"), "somebody's");
        Files.createDirectories(root.resolve("acme/attic"));
        Files.writeString(root.resolve("acme/attic/old"), "somebody's");
        Files.createSymbolicLink(root.resolve("acme/sha256/00"), root.resolve("README"));
        List<String> found = new ArrayList<>();
        store.strays(stray -> found.add(stray.path()));
        assertThat(found).containsExactlyInAnyOrder("README", "acme/attic/old", "acme/sha256/00", "acme/sha256/UPPER");
    }

    @Test
    void oneThatIsOpenedBesideRemovesNothing() throws IOException {
        store.create(NAME, WORDS);
        Path half = Files.writeString(root.resolve("acme/tmp/half.part"), "being written");
        assertThat(DirectoryObjects.beside(root, UUID::randomUUID).find(NAME)).isPresent();
        assertThat(half).exists();
    }

    @Test
    void findsEverythingAgainAfterARestart() {
        store.create(NAME, WORDS);
        DirectoryObjects again = DirectoryObjects.open(root, UUID::randomUUID);
        assertThat(again.find(NAME)).isPresent();
        assertThat(again.create(NAME, WORDS).created()).isFalse();
    }

    @Test
    void removesWhatACrashLeftHalfWrittenAndNothingElse() throws IOException {
        store.create(NAME, WORDS);
        Files.writeString(root.resolve("acme/tmp/" + UUID.randomUUID() + ".part"), "some evi");
        // A crash after the link: the temporary name of a finished object is still there.
        Files.createLink(root.resolve("acme/tmp/" + UUID.randomUUID() + ".part"), file(NAME));
        DirectoryObjects.open(root, UUID::randomUUID);
        assertThat(temporaryFiles(ACME)).isEmpty();
        assertThat(read(NAME, "", 0, 100)).isEqualTo(WORDS);
    }

    @Test
    void saysUnavailableWhenItCannotWrite() throws IOException {
        store.create(NAME, WORDS);
        Files.delete(root.resolve("acme/tmp"));
        Files.writeString(root.resolve("acme/tmp"), "in the way");
        ObjectName more = new ObjectName(ACME, Area.LOG, "more");
        assertThatThrownBy(() -> store.create(more, WORDS)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        assertThatThrownBy(() -> store.replace(more, WORDS)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
    }

    @Test
    void followsNoSymbolicLink() throws IOException {
        store.create(NAME, WORDS);
        Path file = file(NAME);
        Path elsewhere = place.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> read(NAME, "", 0, 100)).isInstanceOf(UncheckedIOException.class);
        Files.createSymbolicLink(root.resolve("other"), place);
        assertThatThrownBy(() -> store.create(new ObjectName(OTHER, Area.LOG, "more"), WORDS))
                .satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        assertThat(store.tenants()).containsExactly(ACME);
    }

    @Test
    void ignoresFilesThatAreNotItsOwn() throws IOException {
        store.create(NAME, WORDS);
        Files.writeString(file(NAME).resolveSibling("READ ME"), "no path of ours");
        Files.writeString(root.resolve("notes"), "not a tenant");
        assertThat(names(ACME, Area.SHA256, "")).containsExactly(NAME.path());
        assertThat(store.tenants()).containsExactly(ACME);
    }

    /** Many take the same wrong bytes away while others put right ones: who comes late must not take those. */
    @RepeatedTest(20)
    void whoTakesWrongBytesAwayLosesNoRightOnes() throws Exception {
        store.create(NAME, WORDS);
        damage(NAME, Bytes.utf8("Some evidence"));
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                boolean takes = i % 4 > 0;
                all.add(threads.submit(() -> {
                    start.await();
                    return takes ? store.setAside(NAME, DIGEST) : putUntilItIsThere();
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(read(NAME, "", 0, 100)).isEqualTo(WORDS);
        assertThat(names(ACME, Area.QUARANTINE, "")).hasSize(1);
        assertNothingHalfWritten();
    }

    /** One that is being looked at is away for a moment. */
    private boolean putUntilItIsThere() {
        for (int i = 0; i < 1_000; i++) {
            try {
                return store.create(NAME, WORDS).created();
            } catch (ProblemException refused) {
                assertThat(refused.code()).isIn(ProblemCode.INTEGRITY, ProblemCode.UNAVAILABLE);
            }
        }
        return fail("never there");
    }

    private Path file(ObjectName name) {
        return root.resolve(name.tenant().value()).resolve(name.area().folder()).resolve(name.path());
    }

    private List<Path> temporaryFiles(TenantId tenant) {
        Path temporary = root.resolve(tenant.value()).resolve("tmp");
        if (!Files.exists(temporary)) {
            return List.of();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            return left.toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
