package dev.exhibit.evidence;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the checkout's {@code testdata} folder. */
public final class TestData {
    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", ".")).resolveSibling("testdata");

    private TestData() {}

    public static Bytes read(String name) {
        try {
            return Bytes.owned(Files.readAllBytes(FOLDER.resolve(name)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Makes a golden file anew; only where somebody asked for it with {@code -Dexhibit.rewrite=true}. */
    public static void write(String name, Bytes content) {
        try {
            Files.write(FOLDER.resolve(name), content.toArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
