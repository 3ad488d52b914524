package dev.exhibit.cli.replay;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.derive.BlobSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evidence as files, each named by the 64 hexadecimal digits of its digest, with or without an ending. The name is a
 * claim: whoever reads a file hashes it.
 *
 * @param folder where the files are
 */
public record EvidenceFolder(Path folder) implements BlobSource {

    /** Writes a piece of evidence under its digest. */
    public void put(Digest digest, Bytes bytes) {
        Documents.write(folder.resolve(digest.hex() + ".json"), bytes);
    }

    /** The file that claims to be {@code digest}. */
    public Optional<Path> file(Digest digest) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> isNamed(file, digest.hex()))
                    .sorted()
                    .findFirst();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Fetched fetch(Digest digest) {
        return file(digest)
                .map(Documents::read)
                .<Fetched>map(Fetched.Found::new)
                .orElseGet(Fetched.Missing::new);
    }

    private static boolean isNamed(Path file, String hex) {
        String name = String.valueOf(file.getFileName());
        return name.equals(hex) || name.startsWith(hex + ".");
    }
}
