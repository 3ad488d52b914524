package dev.exhibit.cli.terminal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Supplier;

/** Documents as files: bounded when read, whole or not at all when written. */
public final class Documents {
    private static final long MAX = 64L * 1024 * 1024;

    private Documents() {}

    /** Reads a file of at most 64 MiB. */
    public static Bytes read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw CommandFailure.usage("no such file: " + file);
            }
            if (Files.size(file) > MAX) {
                throw CommandFailure.usage(file + " is larger than 64 MiB");
            }
            return Bytes.owned(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a file, replacing an older one only when the new one is complete. */
    public static void write(Path file, Bytes content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path fresh = file.toAbsolutePath().resolveSibling(".exhibit-" + UUID.randomUUID() + ".new");
            try {
                Files.write(fresh, content.toArray());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Copies a stream to a file, which appears only when its bytes have the digest named.
     *
     * @return the number of bytes
     */
    public static long download(Path file, Digest expected, Supplier<InputStream> source) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path fresh = file.toAbsolutePath().resolveSibling(".exhibit-" + UUID.randomUUID() + ".new");
            try (InputStream in = source.get();
                    OutputStream out = Files.newOutputStream(fresh)) {
                Hashing.Hashed hashed = Hashing.copy(in, out);
                if (!hashed.digest().equals(expected)) {
                    throw new CommandFailure(
                            ExitCode.REFUSED,
                            "the service sent other bytes: expected " + expected + ", found " + hashed.digest()
                                    + ". Nothing was written; do not trust this store.");
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return hashed.size();
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
