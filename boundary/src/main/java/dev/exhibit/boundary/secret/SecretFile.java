package dev.exhibit.boundary.secret;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A secret in a file that only its owner can read (mode 0600 or less). Reading refuses a file that is open to others;
 * creating is atomic and durable: after a crash the whole secret is there under its name, or nothing is.
 */
public final class SecretFile {
    /** The largest secret that is read. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int PASSWORD_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretFile() {}

    /**
     * The whole content of {@code file}.
     *
     * @throws StartRefusedException if it is missing, no regular file, larger than {@link #MAX_BYTES} or open to others
     */
    public static Bytes read(Path file) {
        try {
            PosixFileAttributes found =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile() || found.size() > MAX_BYTES) {
                throw new StartRefusedException(file + " is not a secret file; put the secret in a small regular file");
            }
            if (!OWNER_ONLY.containsAll(found.permissions())) {
                throw new StartRefusedException("others may use the secret in " + file + "; run: chmod 600 " + file);
            }
            return Bytes.owned(Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            throw new StartRefusedException("the secret file " + file + " is missing; restore it", missing);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the secret file " + file, failed);
        }
    }

    /**
     * The content of {@code file}, which is created with {@code secret} if it is missing; missing folders are created
     * for the owner only. Where two create at once, both get what the first one wrote.
     */
    public static Bytes readOrCreate(Path file, Supplier<Bytes> secret) {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(file, secret.get());
        }
        return read(file);
    }

    /** A password of 64 hexadecimal digits (256 random bits), created at the first call. */
    public static String password(Path file, RandomGenerator random) {
        return text(readOrCreate(file, () -> {
            byte[] fresh = new byte[PASSWORD_BYTES];
            random.nextBytes(fresh);
            return Bytes.utf8(Hex.encode(Bytes.owned(fresh)));
        }));
    }

    /** The password in {@code file}; one line end after it, as editors leave it, is not part of it. */
    public static String readPassword(Path file) {
        return text(read(file));
    }

    /** Without one line end. */
    static String text(Bytes secret) {
        String text = secret.asLenientText();
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static void create(Path file, Bytes secret) {
        try {
            PrivateFiles.create(file, secret);
        } catch (UncheckedIOException failed) {
            // Where another was first, its secret stands and is read by the caller.
            if (!(failed.getCause() instanceof FileAlreadyExistsException)) {
                throw failed;
            }
        }
    }
}
