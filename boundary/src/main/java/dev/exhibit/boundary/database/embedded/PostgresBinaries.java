package dev.exhibit.boundary.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once below a private folder. A list of all files with their sizes is written last and
 * checked at each start: an unpacking that was cut short, or a file that is missing since, is mended by unpacking anew.
 */
final class PostgresBinaries {
    /** The version of the binaries on the class path, as the root pom pins it. */
    static final String VERSION = "18.6.0";

    private static final String LIST = "unpacked.list";

    private PostgresBinaries() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}, unpacked below {@code parent} if need be. */
    static Path in(Path parent, Platform platform, Consumer<String> report) {
        Path place = parent.resolve("bin-" + VERSION);
        if (isComplete(place)) {
            return place;
        }
        report.accept("unpacking PostgreSQL " + VERSION);
        Path unfinished = Folders.unfinished(parent);
        List<String> files = unpack(platform, unfinished);
        Folders.replace(unfinished.resolve(LIST), String.join("\n", files));
        if (Files.exists(place)) {
            Folders.remove(place);
        }
        Folders.finish(unfinished, place);
        return place;
    }

    private static boolean isComplete(Path place) {
        Path list = place.resolve(LIST);
        try {
            return Files.exists(list) && Files.readAllLines(list).stream().allMatch(line -> isThere(place, line));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + list, failed);
        }
    }

    private static boolean isThere(Path place, String line) {
        int space = line.indexOf(' ');
        Path file = place.resolve(line.substring(space + 1));
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Long.toString(Files.size(file)).equals(line.substring(0, space));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }

    private static List<String> unpack(Platform platform, Path target) {
        List<String> files = new ArrayList<>();
        try (InputStream packed = open(platform);
                TarArchiveInputStream archive = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                unpack(entry, archive, target);
                if (isContent(entry)) {
                    files.add(entry.getSize() + " " + entry.getName());
                }
            }
        } catch (IOException failed) {
            throw new EmbeddedPostgresException(
                    "cannot unpack PostgreSQL to " + target + ": " + failed.getMessage() + "; is the disk full?",
                    failed);
        }
        return files;
    }

    private static InputStream open(Platform platform) {
        InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + platform.resource());
        if (packed == null) {
            throw new EmbeddedPostgresException("this build does not hold " + platform.resource()
                    + ", PostgreSQL for this machine; build it here, or configure an external PostgreSQL server");
        }
        return packed;
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path place = within(target, target.resolve(entry.getName()));
        if (entry.isDirectory()) {
            Files.createDirectories(place, Folders.PRIVATE);
            return;
        }
        Files.createDirectories(place.getParent(), Folders.PRIVATE);
        if (entry.isSymbolicLink()) {
            within(target, place.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(place, within(target, target.resolve(entry.getLinkName())));
        } else if (isContent(entry)) {
            Files.copy(content, place);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(place, Folders.permissions(executable));
        }
    }

    /** {@code isFile()} alone is true for links as well. */
    private static boolean isContent(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    }

    private static Path within(Path target, Path place) {
        if (!place.normalize().startsWith(target)) {
            throw new EmbeddedPostgresException("the archive of PostgreSQL's binaries is damaged; download it anew");
        }
        return place.normalize();
    }
}
