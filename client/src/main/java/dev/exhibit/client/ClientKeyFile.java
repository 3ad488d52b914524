package dev.exhibit.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;

/**
 * The caller's key with its certificate, a PKCS#12 file that several processes may read and replace: whoever reads finds
 * one pair, never half of two. Thread-safe.
 *
 * @param path of the PKCS#12 file
 * @param passwordFile of its password, which stays the same
 */
record ClientKeyFile(Path path, Path passwordFile) {
    private static final String TYPE = "PKCS12";
    private static final String ALIAS = "key";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    static ClientKeyFile of(Connection connection) {
        return new ClientKeyFile(connection.keyStore(), connection.passwordFile());
    }

    /**
     * What the file held.
     *
     * @param keys for TLS
     * @param leaf the certificate
     * @param written when the file was
     */
    record Held(KeyManagerFactory keys, X509Certificate leaf, FileTime written) {
        Instant end() {
            return leaf.getNotAfter().toInstant();
        }

        boolean hasEnded(Instant now) {
            return !now.isBefore(end());
        }

        /** Whether less than a third of its life is left, but something still is. */
        boolean isDue(Instant now) {
            Duration life = Duration.between(leaf.getNotBefore().toInstant(), end());
            return !hasEnded(now) && now.isAfter(end().minus(life.dividedBy(3)));
        }
    }

    /** @throws IllegalArgumentException if the file is no such file, or its password another */
    Held read() {
        try {
            FileTime written = written();
            char[] password = password();
            KeyStore store = KeyStore.getInstance(TYPE);
            try (InputStream in = Files.newInputStream(path)) {
                store.load(in, password);
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return new Held(keys, leaf(store), written);
        } catch (GeneralSecurityException refused) {
            throw unusable(refused);
        } catch (IOException failed) {
            throw failed.getCause() instanceof GeneralSecurityException
                    ? unusable(failed)
                    : new UncheckedIOException(failed);
        }
    }

    /** When it was written last. */
    FileTime written() {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes another pair in place of this one, whole and durably, for the owner only. */
    void replace(KeyPair pair, List<X509Certificate> chain) {
        try {
            char[] password = password();
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            store.setKeyEntry(ALIAS, pair.getPrivate(), password, chain.toArray(Certificate[]::new));
            Path fresh = Files.createTempFile(path.toAbsolutePath().getParent(), ".renewed-", ".tmp", OWNER_ONLY);
            try {
                write(store, password, fresh);
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform writes PKCS#12", impossible);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Beside the file; whoever holds it is the one who renews. */
    Path lockFile() {
        return path.resolveSibling(path.getFileName() + ".lock");
    }

    private static void write(KeyStore store, char[] password, Path file) throws IOException, GeneralSecurityException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            store.store(out, password);
            channel.force(true);
        }
    }

    private char[] password() throws IOException {
        return Files.readString(passwordFile).strip().toCharArray();
    }

    private static X509Certificate leaf(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate leaf) {
                return leaf;
            }
        }
        throw new IllegalArgumentException("the client's key store holds no key with a certificate");
    }

    private static IllegalArgumentException unusable(Exception cause) {
        return new IllegalArgumentException("the client's key store cannot be used", cause);
    }
}
