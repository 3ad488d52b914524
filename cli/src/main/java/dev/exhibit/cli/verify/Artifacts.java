package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.crypto.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the artifacts that a command line names: files, digests, folders, patterns. */
public final class Artifacts {
    /** How many one call takes. */
    public static final int MAX = 10_000;

    private static final int MAX_DEPTH = 64;
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
            return some(argument, files(path));
        }
        if (WILD.matcher(argument).find()) {
            PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + Path.of(argument));
            return some(
                    argument,
                    files(base(argument)).stream().filter(pattern::matches).toList());
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

    /** Every file below that is not itself evidence. A link to a folder is refused: skipped, it would pass for verified. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder, MAX_DEPTH)) {
            List<Path> files =
                    all.filter(Artifacts::isArtifact).sorted().limit(MAX + 1L).toList();
            files.stream().filter(Files::isDirectory).findFirst().ifPresent(link -> {
                throw CommandFailure.usage(link + " is a link to a folder: name that folder itself");
            });
            return files;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isArtifact(Path path) {
        boolean plainFolder = Files.isDirectory(path) && !Files.isSymbolicLink(path);
        return !plainFolder && !BundlesBeside.isName(String.valueOf(path.getFileName()));
    }

    /** The folder in front of the first wildcard; patterns match names as they are found from there. */
    private static Path base(String pattern) {
        Path path = Path.of(pattern);
        Path base = path.isAbsolute() ? path.getRoot() : Path.of("");
        for (Path part : path) {
            if (WILD.matcher(part.toString()).find()) {
                break;
            }
            base = base.resolve(part);
        }
        return base;
    }
}
