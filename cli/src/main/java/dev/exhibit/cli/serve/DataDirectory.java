package dev.exhibit.cli.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Everything that an installation keeps on disk. Only its owner can enter it.
 *
 * @param root the directory, absolute
 */
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the directory, 0700, or demands that an existing one is closed to others. */
    public void prepare() {
        try {
            if (Files.notExists(root)) {
                Files.createDirectories(root.getParent());
                Files.createDirectory(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Which certificate identities are known, of which tenant, with which role. */
    public Path identities() {
        return root.resolve("identities.json");
    }

    /** Passwords, one file each, 0600. */
    public Path secrets() {
        return root.resolve("secrets");
    }

    /** Password of the key store of a client of the first start. */
    public Path clientPassword(String client) {
        return clients().resolve(client + ".password");
    }

    /** Password of the key stores of authority, server and signing keys. */
    public Path keyStorePassword() {
        return secrets().resolve("keystore.password");
    }

    /** Encrypted signing keys. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** Evidence, by tenant and digest. */
    public Path blobs() {
        return root.resolve("blobs");
    }

    /** The certificate authority's and the server's key stores. */
    public Path tls() {
        return root.resolve("tls");
    }

    /** The context file of a client of the first start. */
    public Path context(String client) {
        return clients().resolve(client + ".json");
    }

    /** Certificates and context files for clients. */
    public Path clients() {
        return root.resolve("clients");
    }

    /** The lock and the facts of the running process. */
    public Path run() {
        return root.resolve("run");
    }
}
