package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Jazzer calls: the system property {@code fuzz.target} names the {@link Target}. The seeds are written into the working
 * directory first, which is the corpus.
 */
public final class JazzerTarget {
    private static final Target TARGET = Target.valueOf(System.getProperty("fuzz.target", Target.BUNDLE.name()));

    private JazzerTarget() {}

    /** Once, before the corpus is read. */
    public static void fuzzerInitialize() throws IOException {
        int number = 0;
        for (Bytes seed : TARGET.seeds()) {
            TARGET.read(seed);
            Files.write(Path.of("seed-" + number++), seed.toArray());
        }
    }

    /** One input. A refusal is what should happen; whatever else is thrown is a finding, and so is what costs too much. */
    public static void fuzzerTestOneInput(byte[] data) {
        Bytes input = Bytes.of(data);
        Cost.of(TARGET::read, input).problem(input).ifPresent(problem -> {
            throw new AssertionError(problem);
        });
    }
}
