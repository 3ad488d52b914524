package dev.exhibit.cli.demo;

import dev.exhibit.cli.replay.EvidenceFolder;
import dev.exhibit.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo leaves its files. A marker file tells its own folders from those of others, which it never touches.
 *
 * @param root the folder
 */
record DemoFolder(Path root) {
    private static final String MARKER = ".exhibit-demo";

    /** Makes the folder, or empties that of an earlier demo. */
    static DemoFolder prepare(Path root) {
        try {
            if (Files.exists(root) && !Files.exists(root.resolve(MARKER)) && !isEmpty(root)) {
                throw CommandFailure.usage(root + " holds other files; name another folder with --dir");
            }
            removeTree(root);
            Files.createDirectories(root);
            Files.createFile(root.resolve(MARKER));
            return new DemoFolder(root);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Data directory of the service. */
    Path server() {
        return root.resolve("server");
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** All evidence, by digest. */
    EvidenceFolder evidence() {
        return new EvidenceFolder(root.resolve("evidence"));
    }

    void removeServer() {
        removeTree(server());
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void removeTree(Path root) {
        if (Files.notExists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
