package dev.exhibit.boundary.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Folders and files for the owner only, put in place whole or not at all. */
final class Folders {
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String UNFINISHED = ".unfinished-";

    private Folders() {}

    /** What a file of ours may be used for: by its owner only. */
    static Set<PosixFilePermission> permissions(boolean executable) {
        return PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------");
    }

    /** A new empty folder beside the place where its content will go. */
    static Path unfinished(Path parent) {
        try {
            return Files.createTempDirectory(parent, UNFINISHED, PRIVATE);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + parent, failed);
        }
    }

    /** Gives a finished folder its name. */
    static void finish(Path unfinished, Path place) {
        try {
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            sync(place.resolveSibling("."));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot create " + place, failed);
        }
    }

    /** Removes what a killed process left half made. */
    static void removeUnfinished(Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(UNFINISHED))
                    .forEach(Folders::remove);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + parent, failed);
        }
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            List<Path> deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
            for (Path entry : deepestFirst) {
                Files.delete(entry);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + folder, failed);
        }
    }

    /** Replaces a text file: readers and crashes see the old text or the new one. */
    static void replace(Path file, String text) {
        try {
            Path fresh = Files.createTempFile(file.resolveSibling("."), UNFINISHED, ".tmp", PRIVATE_FILE);
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            finish(fresh, file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }
}
