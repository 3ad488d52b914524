package dev.exhibit.boundary.secret;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/**
 * A file that a container platform mounted for this container alone. Kubernetes puts all keys of a secret into a folder of
 * their own, lets the link {@code ..data} point there, and changes a secret by changing that one link; the old folder
 * goes away afterwards. So the links are followed once, and what they lead to is read, or all of it again.
 *
 * <p>Who else may read it is the platform's business (its files are usually readable by all in the container); nobody else
 * may write it.
 */
final class MountedSecret {
    private static final int ATTEMPTS = 100;

    private MountedSecret() {}

    /**
     * The whole content of {@code file}.
     *
     * @param folder of the mount, which links must not lead out of
     */
    static Bytes read(Path folder, Path file) {
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce(folder, file);
            } catch (NoSuchFileException gone) {
                if (attempt == ATTEMPTS) {
                    throw new StartRefusedException("there is no secret at " + file + "; mount it", gone);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot read the secret at " + file, failed);
            }
        }
    }

    private static Bytes readOnce(Path folder, Path file) throws IOException {
        Path real = file.toRealPath();
        PosixFileAttributes found = Files.readAttributes(real, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!real.startsWith(folder.toRealPath()) || !found.isRegularFile() || found.size() > SecretFile.MAX_BYTES) {
            throw new StartRefusedException(file + " is not a secret: expected a small regular file in " + folder);
        }
        if (found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StartRefusedException("anybody may write the secret at " + file + "; mount it read-only");
        }
        try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
            return Bytes.owned(in.readNBytes(SecretFile.MAX_BYTES));
        }
    }
}
