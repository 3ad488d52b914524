package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.encoding.Bytes;
import java.nio.file.Path;

/**
 * A bundle at hand.
 *
 * @param name where it came from, for people
 * @param bundle the document
 */
public record Evidence(String name, Bytes bundle) {
    /** Reads a bundle file. */
    public static Evidence read(Path file) {
        return new Evidence(String.valueOf(file.getFileName()), Documents.read(file));
    }
}
