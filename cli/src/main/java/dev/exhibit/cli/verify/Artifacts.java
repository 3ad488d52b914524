package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.crypto.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the artifacts that a command line names: files, digests, folders, patterns. */
public final class Artifacts {
    /** How many one call takes. */
    public static final int MAX = 10_000;

    private static final int MAX_ENTRIES = 1_000_000;
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private Artifacts() {}

    /** All of them, in the order named, each once; a folder's and a pattern's sorted by name. */
    public static List<InHand> named(List<String> arguments, Optional<Path> checksums) {
        List<InHand> found = Stream.concat(
                        arguments.stream().flatMap(Artifacts::expand),
                        checksums.stream().map(ChecksumFile::read).flatMap(List::stream))
                .distinct()
                .toList();
        if (found.isEmpty()) {
            throw CommandFailure.usage("nothing to verify: name a file, a folder, a digest, or --checksums FILE");
        }
        if (found.size() > MAX) {
            throw CommandFailure.usage("more than " + MAX + " artifacts: verify folder by folder");
        }
        return found;
    }

    private static Stream<InHand> expand(String argument) {
        if (Digest.isDigest(argument)) {
            return Stream.of(InHand.ofDigest(argument));
        }
        Path path = Path.of(argument);
        if (Files.isRegularFile(path)) {
            return Stream.of(InHand.ofFile(path));
        }
        if (Files.isDirectory(path)) {
            return some(argument, files(path, Integer.MAX_VALUE, any -> true));
        }
        if (WILD.matcher(argument).find()) {
            PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + path);
            Path base = base(path);
            int depth = argument.contains("**") ? Integer.MAX_VALUE : path.getNameCount() - names(base);
            return some(argument, files(base, depth, pattern::matches));
        }
        throw CommandFailure.usage("no such file: " + argument);
    }

    /** An empty answer must not pass for a verified one. */
    private static Stream<InHand> some(String argument, List<Path> files) {
        if (files.isEmpty()) {
            throw CommandFailure.usage("nothing to verify in " + argument);
        }
        return files.stream().map(InHand::ofFile);
    }

    /**
     * Every wanted file below that is not the evidence of another. What is neither file nor folder is refused, and so is a
     * link to a folder: skipped, it would pass for verified.
     */
    private static List<Path> files(Path folder, int depth, Predicate<Path> wanted) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder, depth)) {
            long entries = 0;
            for (Path path : (Iterable<Path>) all::iterator) {
                if (++entries > MAX_ENTRIES) {
                    throw CommandFailure.usage("more than " + MAX_ENTRIES + " entries below " + folder);
                }
                if (isPlainFolder(path) || !wanted.test(path)) {
                    continue;
                }
                requireFile(path);
                if (!BundlesBeside.isEvidence(path)) {
                    files.add(path);
                }
                if (files.size() > MAX) {
                    throw CommandFailure.usage("more than " + MAX + " artifacts: verify folder by folder");
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return files.stream().sorted().toList();
    }

    private static boolean isPlainFolder(Path path) {
        return Files.isDirectory(path) && !Files.isSymbolicLink(path);
    }

    private static void requireFile(Path path) {
        if (!Files.isRegularFile(path)) {
            throw CommandFailure.usage(path + " is no file"
                    + (Files.isDirectory(path)
                            ? " but a link to a folder: name that folder itself"
                            : ": remove it, or name the files"));
        }
    }

    /** The folder in front of the first wildcard; patterns match names as they are found from there. */
    private static Path base(Path pattern) {
        Path base = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
        for (Path part : pattern) {
            if (WILD.matcher(part.toString()).find()) {
                break;
            }
            base = base.resolve(part);
        }
        return base;
    }

    /** The empty path has one name, and yet none. */
    private static int names(Path base) {
        return base.toString().isEmpty() ? 0 : base.getNameCount();
    }
}
