package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * Where the blobs of one tenant lie below the root: {@code <tenant>/sha256/ab/<64 digits>} and {@code <tenant>/tmp}.
 * Tenant and digest are checked types, so no name can lead elsewhere.
 */
record TenantDirectory(Path root, TenantId tenant) {
    private static final HexFormat HEX = HexFormat.of();
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    Path base() {
        return root.resolve(tenant.value());
    }

    Path temporary() {
        return base().resolve("tmp");
    }

    Path part(int firstByte) {
        return parts().resolve(HEX.toHexDigits((byte) firstByte));
    }

    private Path parts() {
        return base().resolve("sha256");
    }

    Path file(Digest digest) {
        return part(digest.bytes().at(0)).resolve(digest.hex());
    }

    /** Makes the directories of the tenant, durable when this returns. */
    void prepare() throws IOException {
        create(base());
        create(temporary());
        create(parts());
        force(base());
        force(root);
    }

    /** Makes the directory of one part, durable when this returns: a link in one that could vanish is worth nothing. */
    void preparePart(int firstByte) throws IOException {
        create(part(firstByte));
        force(parts());
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
