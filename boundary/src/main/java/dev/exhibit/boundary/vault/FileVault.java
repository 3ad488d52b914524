package dev.exhibit.boundary.vault;

import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.pki.EncryptedKeyPem;
import dev.exhibit.boundary.pki.KeyStoreException;
import dev.exhibit.boundary.pki.KeyStoreFile;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys as encrypted PKCS#12 files, {@code <key id>.p12}, 0600 in a folder of 0700. A key is on disk, synced with its
 * folder, before anybody learns of it, and its file is never written again. Keys stay decrypted in memory once they were
 * used, and are used while their file is there: whoever can read this process's memory has them. A destroyed key is not in
 * the folder any more; copies that others made of it, backups too, are theirs to destroy.
 */
public final class FileVault implements Vault {
    private final Path folder;
    private final String password;
    private final SecureRandom random;
    private final Optional<VaultSecret> pemPassword;
    private final Map<KeyId, SigningKey> decrypted = new ConcurrentHashMap<>();

    /** @param password of every key file */
    public FileVault(Path folder, String password, SecureRandom random) {
        this(folder, password, random, Optional.empty());
    }

    private FileVault(Path folder, String password, SecureRandom random, Optional<VaultSecret> pemPassword) {
        this.folder = folder;
        this.password = password;
        this.random = random;
        this.pemPassword = pemPassword;
    }

    /** The same keys, and those that somebody put beside them as {@code <key id>.pem}, encrypted. */
    public FileVault withPem(VaultSecret itsPassword) {
        return new FileVault(folder, password, random, Optional.of(itsPassword));
    }

    @Override
    public VerificationKey create() {
        KeyPair pair = SigningKey.generatePair(random);
        SigningKey key = new SigningKey(pair);
        try {
            PrivateFiles.createFolder(folder);
            file(key.published().id()).create(Credential.carrying(pair, random));
        } catch (UncheckedIOException failed) {
            throw new VaultUnavailableException("cannot store a new key in " + folder, failed);
        }
        return key.published();
    }

    @Override
    public Optional<VerificationKey> find(KeyId key) {
        return load(key).map(SigningKey::published);
    }

    @Override
    public SignatureBytes sign(SigningPermit permit) {
        permit.consume();
        return load(permit.key())
                .orElseThrow(() -> new VaultUnavailableException("no key " + permit.key() + " in " + folder))
                .sign(permit.toBeSigned());
    }

    @Override
    public void destroy(KeyId key) {
        // In the map's step for this key, so that nobody who reads the file now puts it back.
        decrypted.compute(key, (id, known) -> {
            delete(id);
            return null;
        });
    }

    private void delete(KeyId id) {
        try {
            PrivateFiles.delete(file(id).path());
            PrivateFiles.delete(pem(id));
        } catch (UncheckedIOException failed) {
            throw new VaultUnavailableException("key " + id + " may still be in " + folder, failed);
        }
    }

    /** From memory only while the file is there: another process may have destroyed the key. */
    private Optional<SigningKey> load(KeyId id) {
        return Optional.ofNullable(
                decrypted.compute(id, (same, known) -> known != null && isThere(id) ? known : read(id).orElse(null)));
    }

    private boolean isThere(KeyId id) {
        return file(id).exists() || Files.exists(pem(id), LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<SigningKey> read(KeyId id) {
        try {
            Optional<SigningKey> key = file(id).read().map(found -> new SigningKey(found.pair()));
            Optional<SigningKey> either = key.isPresent() ? key : readPem(id);
            either.map(SigningKey::published)
                    .filter(found -> !found.id().equals(id))
                    .ifPresent(other -> {
                        throw new VaultUnavailableException("the file of key " + id + " holds key " + other.id());
                    });
            return either;
        } catch (KeyStoreException
                | MalformedException
                | StartRefusedException
                | IllegalArgumentException
                | UncheckedIOException unreadable) {
            throw new VaultUnavailableException("key " + id + " cannot be used", unreadable);
        }
    }

    private Optional<SigningKey> readPem(KeyId id) {
        if (Files.notExists(pem(id), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        VaultSecret secret = pemPassword.orElseThrow(() ->
                new VaultUnavailableException("key " + id + " is in a PEM file, and vault.pemPassword is not set"));
        return Optional.of(SigningKey.of(EncryptedKeyPem.read(SecretFile.read(pem(id)), secret.read())));
    }

    private KeyStoreFile file(KeyId id) {
        return new KeyStoreFile(folder.resolve(id.hex() + ".p12"), password);
    }

    private Path pem(KeyId id) {
        return folder.resolve(id.hex() + ".pem");
    }
}
