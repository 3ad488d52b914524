package dev.exhibit.boundary.vault;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A root key in a folder that can be carried away: the key, encrypted, its password ({@code root.password}) and its public half
 * ({@code root.pem}). Thread-safe.
 */
public final class RootKeyFolder {
    private static final String PASSWORD = "root.password";
    private static final String PUBLIC = "root.pem";

    private final VerificationKey key;
    private final FileVault vault;
    private final Supplier<UUID> ids;

    private RootKeyFolder(VerificationKey key, FileVault vault, Supplier<UUID> ids) {
        this.key = key;
        this.vault = vault;
        this.ids = ids;
    }

    /** Makes a key in a folder that is new. The public half is written last: without it, there is none. */
    public static RootKeyFolder create(Path folder, SecureRandom random, Supplier<UUID> ids) {
        PrivateFiles.createFolder(folder);
        FileVault vault = new FileVault(folder, SecretFile.password(folder.resolve(PASSWORD), random), random);
        VerificationKey key = vault.create();
        PrivateFiles.replace(folder.resolve(PUBLIC), Bytes.utf8(key.toPem()));
        return new RootKeyFolder(key, vault, ids);
    }

    /**
     * The key in a folder, if there is one.
     *
     * @param ids random ids, one for each signature
     * @throws StartRefusedException for one that is damaged
     */
    public static Optional<RootKeyFolder> find(Path folder, SecureRandom random, Supplier<UUID> ids) {
        Path published = folder.resolve(PUBLIC);
        if (!Files.isRegularFile(published)) {
            return Optional.empty();
        }
        try {
            VerificationKey key = VerificationKey.fromPem(Files.readString(published));
            String password = SecretFile.readPassword(folder.resolve(PASSWORD));
            FileVault vault = new FileVault(folder, password, random);
            if (vault.find(key.id()).isEmpty()) {
                throw new StartRefusedException(published + " is there, and the key it belongs to is not; restore "
                        + key.id().hex() + ".p12");
            }
            return Optional.of(new RootKeyFolder(key, vault, ids));
        } catch (MalformedException unreadable) {
            throw new StartRefusedException(published + " is no public key: " + unreadable.getMessage(), unreadable);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public VerificationKey key() {
        return key;
    }

    public SignatureBytes sign(Digest digest) {
        return vault.sign(new SigningPermit(ids.get(), key.id(), digest));
    }
}
