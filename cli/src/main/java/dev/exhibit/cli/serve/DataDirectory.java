package dev.exhibit.cli.serve;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything that an installation keeps on disk. Only its owner can enter it.
 *
 * @param root the directory, absolute
 */
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes the directory, for its owner only; demands that one which is there is closed to others, and is empty or was
     * made by this program.
     */
    public void prepare() {
        try {
            if (Files.notExists(root)) {
                Files.createDirectories(root.getParent());
                Files.createDirectory(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            requireOwn();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The demands of {@link #prepare} on a directory that is there; makes none. */
    void check() {
        if (Files.exists(root)) {
            try {
                requireOwn();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void requireOwn() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            if (!Files.exists(run()) && entries.findAny().isPresent()) {
                throw new StartRefusedException(root + " holds other files; name an empty folder with --data");
            }
        }
        if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(root)).endsWith("------")) {
            throw new StartRefusedException("others can enter " + root + "; run: chmod 700 " + root);
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

    /** The timestamp authority's root and certificates. */
    public Path timestamps() {
        return root.resolve("timestamps");
    }

    /** Encrypted keys that timestamps are made with. */
    public Path timestampKeys() {
        return timestamps().resolve("keys");
    }

    /** The root key that signs trust roots, where none is kept elsewhere. */
    public Path rootKey() {
        return root.resolve("root");
    }

    /** Encrypted keys that sign access tokens. */
    public Path tokenKeys() {
        return root.resolve("token-keys");
    }

    /** Encrypted keys that sign checkpoints and receipts. */
    public Path logKeys() {
        return root.resolve("log-keys");
    }

    /**
     * What the origins of this installation's logs hold: made up at the first start, and the same ever after.
     *
     * @param ids random ids
     */
    String installationName(Supplier<UUID> ids) {
        Path file = root.resolve("installation");
        if (Files.notExists(file)) {
            PrivateFiles.create(file, Bytes.utf8(ids.get().toString().substring(0, 8)));
        }
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What the last check of each tenant's evidence in the background came to, signed. */
    public Path checks() {
        return root.resolve("checks");
    }

    /** Evidence, by tenant and digest. */
    public Path blobs() {
        return root.resolve("blobs");
    }

    /** The certificate authority's and the server's key stores. */
    public Path tls() {
        return root.resolve("tls");
    }

    /** What the server's listeners show. */
    public Path serverKeyStore() {
        return tls().resolve("server.p12");
    }

    /** Who may vouch for clients. */
    public Path authorities() {
        return tls().resolve("ca.pem");
    }

    /** The context file of a client of the first start. */
    public Path context(String client) {
        return clients().resolve(client + ".json");
    }

    /** The public half of the key that signs trust roots. */
    public Path publishedRootKey() {
        return clients().resolve("root.pem");
    }

    /** Certificates and context files for clients. */
    public Path clients() {
        return root.resolve("clients");
    }

    /** Says that the service runs and where; there only while it does. */
    Path running() {
        return run().resolve("service.json");
    }

    /** What an earlier process said no longer holds. */
    void forgetRunning() {
        try {
            Files.deleteIfExists(running());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The lock and the facts of the running process. */
    public Path run() {
        return root.resolve("run");
    }
}
