package dev.exhibit.boundary.pki;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An encrypted PKCS#12 file with one key (mode 0600). It is written whole and durably, and read only if nobody but its
 * owner may use it.
 */
public final class KeyStoreFile {
    private final Path path;
    private final String password;

    /** @param password of the file; kept in memory, never printed */
    public KeyStoreFile(Path path, String password) {
        this.path = path;
        this.password = password;
    }

    public Path path() {
        return path;
    }

    /**
     * What the file holds; empty if there is no such file.
     *
     * @throws KeyStoreException if it cannot be read: it must not be taken for missing, or a new key would replace it
     */
    public Optional<Credential> read() {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeyStoreCodec.decode(SecretFile.read(path), password));
        } catch (KeyStoreException refused) {
            throw new KeyStoreException("the key store " + path + " " + refused.getMessage(), refused);
        } catch (StartRefusedException | UncheckedIOException unreadable) {
            throw new KeyStoreException("the key store " + path + " cannot be read", unreadable);
        }
    }

    public boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Writes a file that is not there yet. @throws UncheckedIOException if it is, or if it may not be durable */
    public void create(Credential credential) {
        PrivateFiles.create(path, encoded(credential));
    }

    /** Writes the file, in place of the one that may be there. @throws UncheckedIOException if it may not be durable */
    public void replace(Credential credential) {
        PrivateFiles.replace(path, encoded(credential));
    }

    private Bytes encoded(Credential credential) {
        return KeyStoreCodec.encode(credential, password);
    }

    @Override
    public String toString() {
        return "KeyStoreFile[" + path + "]";
    }
}
