package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where the objects of one tenant lie below the root: {@code <tenant>/<area>/<path>}, and {@code <tenant>/tmp} for what is
 * being written. Names are checked types, so none can lead elsewhere.
 */
record TenantFolder(Path root, TenantId tenant) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    Path base() {
        return root.resolve(tenant.value());
    }

    Path temporary() {
        return base().resolve("tmp");
    }

    Path area(ObjectName.Area area) {
        return base().resolve(area.folder());
    }

    static Path file(Path root, ObjectName name) {
        return new TenantFolder(root, name.tenant()).area(name.area()).resolve(name.path());
    }

    /** Makes the tenant's own folders, durable when this returns. */
    void prepare() throws IOException {
        create(base());
        create(temporary());
        force(base());
        force(root);
    }

    /** Makes one directory that only its owner may enter. A symbolic link in its place is refused. */
    static void create(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw there;
            }
        }
    }

    /** Closes an existing directory to everybody else. */
    static void close(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, OWNER_ONLY);
    }

    /** Makes the names in a directory durable. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
