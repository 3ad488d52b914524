package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Blobs as files of one directory tree on one POSIX file system. One process owns the tree: it removes half-written files
 * when it starts. Files are 0400, directories 0700.
 */
public final class DirectoryBlobStore implements BlobStore {
    private final Path root;
    private final Supplier<UUID> temporaryNames;
    /** The directories that this process has made durable. */
    private final Map<Path, Path> prepared = new ConcurrentHashMap<>();

    private DirectoryBlobStore(Path root, Supplier<UUID> temporaryNames) {
        this.root = root;
        this.temporaryNames = temporaryNames;
    }

    /**
     * Opens the tree at {@code root}, whose parent must exist, and removes what a crash left half-written.
     *
     * @param temporaryNames a fresh name at each call
     */
    public static DirectoryBlobStore open(Path root, Supplier<UUID> temporaryNames) {
        try {
            if (!Files.isDirectory(root)) {
                TenantDirectory.create(root);
            }
            Path real = root.toRealPath();
            TenantDirectory.close(real);
            DirectoryBlobStore store = new DirectoryBlobStore(real, temporaryNames);
            store.removeHalfWritten();
            return store;
        } catch (IOException failed) {
            throw unavailable("the blob directory " + root + " cannot be opened", failed);
        }
    }

    @Override
    public Stored put(TenantId tenant, Digest expected, InputStream bytes, long maxBytes) {
        TenantDirectory directory = prepared(tenant, expected);
        Path temporary = directory.temporary().resolve(temporaryNames.get() + ".part");
        try {
            // 1. A temporary file, hashed while copied, its bytes durable.
            Hashed hashed = write(temporary, new BoundedInputStream(bytes, maxBytes));
            // 2. The digest decides before any name exists.
            requireDigest(expected, hashed.digest());
            // 3. The final name, which a link can only create, made durable whoever created it.
            boolean created = link(temporary, directory.file(expected));
            TenantDirectory.force(directory.part(expected.bytes().at(0)));
            // 4. What was there before is read again while good bytes are at hand.
            if (!created) {
                new Blob(expected, hashed.size(), () -> read(directory.file(expected))).check();
            }
            return new Stored(expected, hashed.size(), created);
        } catch (IOException | UncheckedIOException failed) {
            throw unavailable("the blob cannot be written now; send it again later", failed);
        } finally {
            removeQuietly(temporary);
        }
    }

    @Override
    public Optional<Blob> find(TenantId tenant, Digest digest) {
        Path file = new TenantDirectory(root, tenant).file(digest);
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Blob(digest, found.size(), () -> read(file)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException failed) {
            throw unavailable("the blob directory cannot be read now", failed);
        }
    }

    @Override
    public List<TenantId> tenants() {
        return list(root, TenantId::new).stream()
                .filter(tenant ->
                        Files.isDirectory(new TenantDirectory(root, tenant).base(), LinkOption.NOFOLLOW_LINKS))
                .sorted(Comparator.comparing(TenantId::value))
                .toList();
    }

    @Override
    public Set<Digest> names(TenantId tenant, int firstByte) {
        return new TreeSet<>(list(new TenantDirectory(root, tenant).part(firstByte), Digest::ofHex));
    }

    private TenantDirectory prepared(TenantId tenant, Digest digest) {
        TenantDirectory directory = new TenantDirectory(root, tenant);
        int firstByte = digest.bytes().at(0);
        once(directory.base(), directory::prepare);
        once(directory.part(firstByte), () -> directory.preparePart(firstByte));
        return directory;
    }

    private interface Preparation {
        void run() throws IOException;
    }

    private void once(Path path, Preparation preparation) {
        prepared.computeIfAbsent(path, missing -> {
            try {
                preparation.run();
                return missing;
            } catch (IOException failed) {
                throw unavailable("the blob directory cannot be written now", failed);
            }
        });
    }

    private static Hashed write(Path temporary, InputStream bytes) throws IOException {
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel file = FileChannel.open(
                temporary, fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            Hashed hashed = Hashing.copy(bytes, Channels.newOutputStream(file));
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r--------"));
            file.force(true);
            return hashed;
        }
    }

    private static void requireDigest(Digest expected, Digest actual) {
        if (!actual.equals(expected)) {
            throw new ProblemException(
                    ProblemCode.DIGEST_MISMATCH, "named " + expected + ", but the bytes have " + actual);
        }
    }

    private static boolean link(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
            return true;
        } catch (FileAlreadyExistsException there) {
            return false;
        }
    }

    private static InputStream read(Path file) {
        try {
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is named as {@code parse} wants; other files in the tree are none of ours. */
    private static <T> List<T> list(Path directory, Function<String, T> parse) {
        List<T> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                parsed(String.valueOf(entry.getFileName()), parse).ifPresent(found::add);
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | DirectoryIteratorException failed) {
            throw unavailable("the blob directory cannot be read now", failed);
        }
        return found;
    }

    private static <T> Optional<T> parsed(String name, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(name));
        } catch (MalformedException foreign) {
            return Optional.empty();
        }
    }

    private void removeHalfWritten() throws IOException {
        for (TenantId tenant : tenants()) {
            Path temporary = new TenantDirectory(root, tenant).temporary();
            if (Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, "*.part")) {
                    for (Path file : left) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private static void removeQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftForTheNextStart) {
            // The blob's fate does not hang on it: opening the tree removes what is left here.
            return;
        }
    }

    private static ProblemException unavailable(String detail, Exception cause) {
        return new ProblemException(ProblemCode.UNAVAILABLE, detail, cause);
    }
}
