package dev.exhibit.boundary.secret;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes small files for their owner only (0600 in folders of 0700), atomically and durably: after a crash a name has the
 * whole old content, the whole new content or, where there was none, nothing.
 */
public final class PrivateFiles {
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String UNFINISHED = ".unfinished-";

    private PrivateFiles() {}

    /** Creates missing folders for the owner only. Those that are there stay as they are. */
    public static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder, NEW_FOLDER);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot create the folder " + folder, failed);
        }
    }

    /**
     * Writes a file that is not there yet; one that is there is never replaced.
     *
     * @throws UncheckedIOException with a {@link FileAlreadyExistsException} if the name is taken
     */
    public static void create(Path file, Bytes content) {
        try {
            Path whole = unfinished(file, content);
            try {
                Files.createLink(file, whole);
            } finally {
                Files.delete(whole);
            }
            syncFolder(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot create " + file, failed);
        }
    }

    /** Writes a file, in place of the one that may be there. */
    public static void replace(Path file, Bytes content) {
        try {
            Files.move(unfinished(file, content), file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    /**
     * Deletes a file, also what a crash in {@link #create} left of it under another name. That it is not there, or that the
     * folder is not, is success.
     */
    public static void delete(Path file) {
        Path folder = folderOf(file);
        if (Files.notExists(folder)) {
            return;
        }
        try {
            deleteUnfinished(folder, file);
            Files.deleteIfExists(file);
            // Also where it was gone already: an earlier attempt may have failed here.
            syncFolder(file);
        } catch (IOException | DirectoryIteratorException failed) {
            throw new UncheckedIOException("cannot delete " + file, asIo(failed));
        }
    }

    private static void deleteUnfinished(Path folder, Path file) throws IOException {
        if (Files.notExists(file)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (Path other : left) {
                if (Files.isSameFile(other, file)) {
                    Files.delete(other);
                }
            }
        }
    }

    private static IOException asIo(Exception failed) {
        return failed instanceof IOException plain ? plain : new IOException(failed);
    }

    private static Path folderOf(Path file) {
        return file.resolveSibling(".").toAbsolutePath().normalize();
    }

    private static Path unfinished(Path file, Bytes content) throws IOException {
        createFolder(folderOf(file));
        Path fresh = Files.createTempFile(folderOf(file), UNFINISHED, ".tmp", NEW_FILE);
        try {
            writeDurably(fresh, content);
            return fresh;
        } catch (IOException failed) {
            Files.delete(fresh);
            throw failed;
        }
    }

    private static void writeDurably(Path file, Bytes content) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content.toArray());
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }

    private static void syncFolder(Path file) throws IOException {
        try (FileChannel entry = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
            entry.force(true);
        }
    }
}
