package dev.exhibit.boundary.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a directory to one process: an operating system lock on {@code .lock} in it, which ends with the process
 * however it ends. The file stays: removing it would let two processes hold locks on different files.
 */
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks {@code directory}, which is created if it is missing and made the owner's only.
     *
     * @throws EmbeddedPostgresException if a live process, this one included, holds it
     */
    public static DirectoryLock acquire(Path directory) {
        try {
            Files.createDirectories(directory, Folders.PRIVATE);
            Files.setPosixFilePermissions(directory, Folders.permissions(true));
            FileChannel channel =
                    FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmbeddedPostgresException("another exhibit process uses " + directory
                        + "; stop it, or choose another data directory with --data");
            }
            return new DirectoryLock(channel);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot lock " + directory, failed);
        }
    }

    /** Releases the lock; a second call does nothing. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot release a lock", failed);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }
}
