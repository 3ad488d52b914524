package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bundle at hand.
 *
 * @param name where it came from, for people
 * @param bundle the document
 */
public record Evidence(String name, Bytes bundle) {
    private static final String SUFFIX = ".sigstore.json";

    /** Reads a bundle file. */
    public static Evidence read(Path file) {
        return new Evidence(String.valueOf(file.getFileName()), Documents.read(file));
    }

    /** The bundles beside an artifact: {@code NAME.sigstore.json} and {@code NAME.*.sigstore.json}, sorted by name. */
    public static List<Evidence> beside(Path artifact) {
        String name = artifact.getFileName() + ".";
        Path folder = artifact.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isBundleOf(name, file))
                    .sorted()
                    .map(Evidence::read)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Not those of another artifact whose name merely begins alike, such as {@code app.jar} beside {@code app}. */
    private static boolean isBundleOf(String prefix, Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(prefix)
                || !name.endsWith(SUFFIX)
                || name.length() < prefix.length() - 1 + SUFFIX.length()) {
            return false;
        }
        String stem = name.substring(0, name.length() - SUFFIX.length());
        return stem.length() < prefix.length() || Files.notExists(file.resolveSibling(stem));
    }
}
