package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.http.OpenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether this machine, and this user on it, can carry the service. Writes nothing. */
final class HostCheck {
    private static final int JAVA = 25;
    private static final long MIB = 1024L * 1024;
    private static final long DISK = 1024 * MIB;

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private HostCheck() {}

    static List<Finding> of(Settings settings, DataDirectory data) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.goodOrBad(
                Runtime.version().feature() >= JAVA, "java", Runtime.version().toString(), "use a JDK " + JAVA));
        findings.add(Finding.goodOrAdvice(
                !System.getProperty("user.name").equals("root"),
                "user",
                "not root",
                "is root; the service needs no such power: run it as a user of its own"));
        openFiles(settings).ifPresent(findings::add);
        coreFiles().ifPresent(findings::add);
        findings.addAll(disk(data.root()));
        return findings;
    }

    private static Optional<Finding> openFiles(Settings settings) {
        OptionalLong known = OpenFiles.most();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        long most = known.getAsLong();
        // Three listeners.
        long wanted = 3L * settings.limits().edge().connections() + OpenFiles.OTHERS;
        return Optional.of(Finding.goodOrAdvice(
                most >= wanted,
                "open files",
                most + " may be open",
                "only " + most + " may be open, fewer than all connections need: ulimit -n " + wanted));
    }

    private static Optional<Finding> coreFiles() {
        if (!Files.isReadable(LIMITS)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(LIMITS)) {
            boolean none = lines.anyMatch(line -> line.matches("Max core file size +0 .*"));
            return Optional.of(Finding.goodOrAdvice(
                    none, "core files", "none are written", "a crash may write keys to disk: ulimit -c 0"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Finding> disk(Path folder) {
        Path there = folder;
        for (Path above = folder.getParent(); Files.notExists(there) && above != null; above = there.getParent()) {
            there = above;
        }
        try {
            FileStore store = Files.getFileStore(there);
            long free = store.getUsableSpace();
            return List.of(
                    Finding.goodOrBad(
                            Files.isWritable(there),
                            "data directory",
                            folder + " can be written",
                            there + " cannot be written by this user; choose another --data"),
                    Finding.goodOrAdvice(
                            free >= DISK,
                            "disk",
                            free / MIB + " MiB are free",
                            "only " + free / MIB + " MiB are free below " + there + "; make room"),
                    Finding.goodOrAdvice(
                            !store.type().equals("tmpfs"),
                            "disk",
                            "of type " + store.type(),
                            there + " is in memory and gone at the next restart; choose another --data"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
