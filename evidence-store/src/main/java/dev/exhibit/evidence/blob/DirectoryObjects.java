package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files of one directory tree on one POSIX file system. One process owns the tree: it removes half-written files
 * when it starts. Files are 0400, directories 0700.
 */
public final class DirectoryObjects implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryObjects.class);
    private static final String FULL = "No space left on device";

    private final Path root;
    private final Supplier<UUID> temporaryNames;
    /** The directories that this process has made durable. */
    private final Map<Path, Path> prepared = new ConcurrentHashMap<>();

    private DirectoryObjects(Path root, Supplier<UUID> temporaryNames) {
        this.root = root;
        this.temporaryNames = temporaryNames;
    }

    /**
     * Opens the tree at {@code root}, whose parent must exist, and removes what a crash left half-written.
     *
     * @param temporaryNames a fresh name at each call
     */
    public static DirectoryObjects open(Path root, Supplier<UUID> temporaryNames) {
        try {
            if (!Files.isDirectory(root)) {
                TenantFolder.create(root);
            }
            Path real = root.toRealPath();
            TenantFolder.close(real);
            DirectoryObjects store = new DirectoryObjects(real, temporaryNames);
            for (TenantId tenant : store.tenants()) {
                ObjectFiles.removeHalfWritten(new TenantFolder(real, tenant).temporary());
            }
            return store;
        } catch (IOException failed) {
            throw unavailable("the directory " + root + " cannot be opened", failed);
        }
    }

    /**
     * Opens the tree at {@code root} beside the process that owns it: removes nothing.
     *
     * @param temporaryNames a fresh name at each call
     */
    public static DirectoryObjects beside(Path root, Supplier<UUID> temporaryNames) {
        try {
            return new DirectoryObjects(root.toRealPath(), temporaryNames);
        } catch (IOException failed) {
            throw unavailable("the directory " + root + " cannot be opened", failed);
        }
    }

    @Override
    public Created create(ObjectName name, Digest digest, InputStream bytes, long maxBytes) {
        Path file = prepared(name);
        return written(name, temporary -> {
            // 1. A temporary file, hashed while copied, its bytes durable.
            Hashed hashed = write(temporary, new BoundedInputStream(bytes, maxBytes));
            // 2. The digest decides before any name exists.
            requireDigest(digest, hashed.digest());
            // 3. The final name, which a link can only create, made durable whoever created it.
            boolean created = link(temporary, file);
            TenantFolder.force(folder(file));
            // 4. What was there before is read again while good bytes are at hand.
            if (!created) {
                requireSame(name, hashed);
            }
            return new Created(new Found(hashed.size(), ""), created);
        });
    }

    @Override
    public Optional<Found> find(ObjectName name) {
        try {
            BasicFileAttributes found = Files.readAttributes(
                    TenantFolder.file(root, name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Found(found.size(), ""));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException failed) {
            throw unavailable("the directory cannot be read now", failed);
        }
    }

    @Override
    public InputStream open(ObjectName name, String version, long from, long length) {
        try {
            FileChannel file = FileChannel.open(
                    TenantFolder.file(root, name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            file.position(from);
            return new ObjectFiles.Part(Channels.newInputStream(file), length);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void replace(ObjectName name, Bytes bytes) {
        Path file = prepared(name);
        written(name, temporary -> {
            try (InputStream in = bytes.open()) {
                write(temporary, in);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            TenantFolder.force(folder(file));
            return name;
        });
    }

    @Override
    public void remove(ObjectName name, String version) {
        Path file = TenantFolder.file(root, name);
        try {
            if (Files.deleteIfExists(file)) {
                TenantFolder.force(folder(file));
            }
        } catch (IOException failed) {
            throw unavailable("the object cannot be removed now", failed);
        }
    }

    /** The file is moved away before it is looked at, so that nothing can be put in between. */
    @Override
    public boolean setAside(ObjectName name, Digest right) {
        Path file = TenantFolder.file(root, name);
        ObjectName aside = Quarantine.taken(name, temporaryNames.get());
        Path taken = prepared(aside);
        try {
            Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException failed) {
            throw unavailable("the object cannot be moved now", failed);
        }
        try (InputStream in = open(aside, "", 0, Long.MAX_VALUE)) {
            Digest there = Hashing.of(in).digest();
            boolean wrong = !there.equals(right);
            settle(taken, wrong ? prepared(Quarantine.place(name, there)) : file);
            TenantFolder.force(folder(file));
            return wrong;
        } catch (IOException | UncheckedIOException unread) {
            putBack(taken, file);
            throw unavailable("the object cannot be read now", unread);
        }
    }

    /** Gives what was taken its name, unless there is such a file already. */
    private static void settle(Path taken, Path name) throws IOException {
        boolean unused = link(taken, name);
        TenantFolder.force(folder(name));
        Files.delete(taken);
        TenantFolder.force(folder(taken));
    }

    /** Where that fails, too, it is still in quarantine. */
    private static void putBack(Path taken, Path file) {
        try {
            settle(taken, file);
        } catch (IOException left) {
            LOG.atError()
                    .setCause(left)
                    .addKeyValue("file", taken)
                    .log("an object that cannot be read stays in quarantine");
        }
    }

    @Override
    public void names(TenantId tenant, Area area, String under, Consumer<ObjectName> each) {
        try {
            ObjectFiles.walk(
                    new TenantFolder(root, tenant).area(area),
                    "",
                    under,
                    path -> ObjectFiles.parsed(path, text -> new ObjectName(tenant, area, text))
                            .ifPresent(each));
        } catch (IOException failed) {
            throw unavailable("the directory cannot be read now", failed);
        }
    }

    @Override
    public void strays(Consumer<Stray> each) {
        try {
            ObjectFiles.walk(root, "", "", path -> {
                if (ObjectFiles.isStray(root, path)) {
                    each.accept(new Stray(Stray.Kind.FOREIGN, path));
                }
            });
        } catch (IOException failed) {
            throw unavailable("the directory cannot be read now", failed);
        }
    }

    @Override
    public List<TenantId> tenants() {
        try {
            return ObjectFiles.folders(root).stream()
                    .flatMap(name -> ObjectFiles.parsed(name, TenantId::new).stream())
                    .toList();
        } catch (IOException failed) {
            throw unavailable("the directory cannot be read now", failed);
        }
    }

    /** A step that leaves nothing in the temporary folder, whatever becomes of it. */
    private interface Writing<T> {
        T from(Path temporary) throws IOException;
    }

    private <T> T written(ObjectName name, Writing<T> writing) {
        Path temporary = new TenantFolder(root, name.tenant())
                .temporary()
                .resolve(temporaryNames.get() + ObjectFiles.HALF_WRITTEN);
        try {
            return writing.from(temporary);
        } catch (IOException | UncheckedIOException failed) {
            throw unwritten(failed);
        } finally {
            ObjectFiles.removeQuietly(temporary);
        }
    }

    /** The file of a name, in a directory that is durable. */
    private Path prepared(ObjectName name) {
        TenantFolder folder = new TenantFolder(root, name.tenant());
        once(folder.base(), folder::prepare);
        Path file = TenantFolder.file(root, name);
        Path directory = folder.base();
        for (Path part : directory.relativize(folder(file))) {
            Path above = directory;
            directory = above.resolve(part);
            Path below = directory;
            once(below, () -> {
                TenantFolder.create(below);
                TenantFolder.force(above);
            });
        }
        return file;
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
                throw unwritten(failed);
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

    private void requireSame(ObjectName name, Hashed good) throws IOException {
        try (InputStream there = open(name, "", 0, Long.MAX_VALUE)) {
            if (!Hashing.of(there).equals(good)) {
                throw new ProblemException(
                        ProblemCode.INTEGRITY,
                        "other bytes than these lie under " + name.path() + "; they have been changed since");
            }
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

    private static Path folder(Path file) {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    private static ProblemException unwritten(Exception cause) {
        Throwable wrapped = cause instanceof UncheckedIOException ? cause.getCause() : cause;
        Throwable reason = wrapped == null ? cause : wrapped;
        boolean full = (reason instanceof FileSystemException system && FULL.equals(system.getReason()))
                || FULL.equals(reason.getMessage());
        return full
                ? new ProblemException(
                        ProblemCode.QUOTA_EXCEEDED, "the disk of the store is full; nothing was kept", cause)
                : unavailable("it cannot be written now; send it again later", cause);
    }

    private static ProblemException unavailable(String detail, Exception cause) {
        return new ProblemException(ProblemCode.UNAVAILABLE, detail, cause);
    }

    @Override
    public boolean isAtHand() {
        return true;
    }
}
