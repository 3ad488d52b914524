package dev.exhibit.cli.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bundles beside artifacts: {@code NAME.sigstore.json}, {@code NAME.*.sigstore.json}, and {@code NAME.sigstore} as
 * older tools write. A folder is listed once, however many artifacts it has.
 */
final class BundlesBeside {
    private static final String SUFFIX = ".sigstore.json";
    private static final String OLD_SUFFIX = ".sigstore";

    private final Map<Path, NavigableSet<String>> listings = new HashMap<>();

    /** Whether a file is, by its name, evidence of another file that lies beside it. */
    static boolean isEvidence(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(OLD_SUFFIX)) {
            return isThere(file, name.substring(0, name.length() - OLD_SUFFIX.length()));
        }
        if (!name.endsWith(SUFFIX)) {
            return false;
        }
        String stem = name.substring(0, name.length() - SUFFIX.length());
        for (int end = stem.length(); end > 0; end = stem.lastIndexOf('.', end - 1)) {
            if (isThere(file, stem.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThere(Path file, String sibling) {
        return !sibling.isEmpty() && Files.isRegularFile(file.resolveSibling(sibling));
    }

    /** Sorted by name. */
    List<Evidence> of(Path artifact) {
        Path folder = artifact.toAbsolutePath().resolveSibling("");
        NavigableSet<String> listing = listings.computeIfAbsent(folder, BundlesBeside::list);
        String prefix = artifact.getFileName() + ".";
        return listing.tailSet(prefix).stream()
                .takeWhile(name -> name.startsWith(prefix))
                .filter(name -> isBundleOf(prefix, name, listing))
                .map(name -> Evidence.read(folder.resolve(name)))
                .toList();
    }

    /** Not those of another artifact whose name merely begins alike, such as {@code app.jar} beside {@code app}. */
    private static boolean isBundleOf(String prefix, String name, NavigableSet<String> listing) {
        String own = prefix.substring(0, prefix.length() - 1);
        if (name.equals(own + OLD_SUFFIX) || name.equals(own + SUFFIX)) {
            return true;
        }
        return name.endsWith(SUFFIX) && !listing.contains(name.substring(0, name.length() - SUFFIX.length()));
    }

    private static NavigableSet<String> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
