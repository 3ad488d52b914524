package dev.exhibit.evidence.blob;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {
    private final Path place;
    private final Path root;
    private final DirectoryBlobStore store;

    DirectoryBlobStoreTest(@TempDir Path place) {
        this.place = place;
        this.root = place.resolve("blobs");
        this.store = DirectoryBlobStore.open(root, UUID::randomUUID);
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected void damage(TenantId tenant, Digest digest, Bytes wrong) {
        try {
            Path file = file(tenant, digest);
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
        store.put(ACME, WORDS);
        Path file = file(ACME, NAME);
        assertThat(file).hasBinaryContent(WORDS.toArray());
        assertThat(permissions(file)).isEqualTo("r--------");
        for (String directory : List.of(
                "",
                "acme",
                "acme/tmp",
                "acme/sha256",
                "acme/sha256/" + NAME.hex().substring(0, 2))) {
            assertThat(permissions(root.resolve(directory))).isEqualTo("rwx------");
        }
    }

    @Test
    void findsEverythingAgainAfterARestart() {
        store.put(ACME, WORDS);
        DirectoryBlobStore again = DirectoryBlobStore.open(root, UUID::randomUUID);
        assertThat(again.find(ACME, NAME).orElseThrow().read(100)).isEqualTo(WORDS);
        assertThat(again.put(ACME, WORDS).created()).isFalse();
    }

    @Test
    void removesWhatACrashLeftHalfWrittenAndNothingElse() throws IOException {
        store.put(ACME, WORDS);
        Path half = root.resolve("acme/tmp/" + UUID.randomUUID() + ".part");
        Files.writeString(half, "some evi");
        // A crash after the link: the temporary name of a finished blob is still there.
        Path linked = root.resolve("acme/tmp/" + UUID.randomUUID() + ".part");
        Files.createLink(linked, file(ACME, NAME));

        DirectoryBlobStore again = DirectoryBlobStore.open(root, UUID::randomUUID);

        assertThat(temporaryFiles(ACME)).isEmpty();
        assertThat(again.find(ACME, NAME).orElseThrow().read(100)).isEqualTo(WORDS);
    }

    @Test
    void detectsEveryFlippedBit() throws IOException {
        store.put(ACME, WORDS);
        for (int bit = 0; bit < WORDS.size() * 8; bit++) {
            byte[] flipped = WORDS.toArray();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            damage(ACME, NAME, Bytes.owned(flipped));
            Blob blob = store.find(ACME, NAME).orElseThrow();
            assertThatThrownBy(blob::open).satisfies(refusedWith(ProblemCode.INTEGRITY));
        }
    }

    @Test
    void saysUnavailableWhenItCannotWrite() throws IOException {
        store.put(ACME, WORDS);
        Files.delete(root.resolve("acme/tmp"));
        Files.writeString(root.resolve("acme/tmp"), "in the way");
        Bytes more = Bytes.utf8("more");
        assertThatThrownBy(() -> store.put(ACME, more)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
    }

    @Test
    void followsNoSymbolicLink() throws IOException {
        store.put(ACME, WORDS);
        Path file = file(ACME, NAME);
        Path elsewhere = place.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        Blob blob = store.find(ACME, NAME).orElseThrow();
        assertThatThrownBy(() -> blob.read(100)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        Files.createSymbolicLink(root.resolve("other"), place);
        assertThatThrownBy(() -> store.put(OTHER, WORDS)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
    }

    @Test
    void ignoresFilesThatAreNotItsOwn() throws IOException {
        store.put(ACME, WORDS);
        Files.writeString(file(ACME, NAME).resolveSibling("README"), "not a digest");
        Files.writeString(root.resolve("notes"), "not a tenant");
        assertThat(store.names(ACME, NAME.bytes().at(0))).containsExactly(NAME);
        assertThat(store.tenants()).containsExactly(ACME);
    }

    private Path file(TenantId tenant, Digest digest) {
        return root.resolve(tenant.value())
                .resolve("sha256")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
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
