package dev.exhibit.cli;

import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What the build wrote down about itself.
 *
 * @param version version of this program
 * @param commit git commit it was built from, if the build saw one
 * @param dirty whether the sources differed from that commit
 * @param release Java release the classes are compiled for
 * @param maven version of the Maven that built it
 */
public record BuildFacts(String version, Optional<String> commit, boolean dirty, String release, String maven) {

    /** The facts inside the running program. */
    public static BuildFacts read() {
        Properties facts = new Properties();
        try (InputStream in = BuildFacts.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is missing from the program");
            }
            facts.load(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new BuildFacts(
                fact(facts, "version").orElse("unknown"),
                fact(facts, "commit"),
                fact(facts, "dirty").map(Boolean::parseBoolean).orElse(true),
                fact(facts, "release").orElse("unknown"),
                fact(facts, "maven").orElse("unknown"));
    }

    /** The jar that this program runs from. */
    public static Path programJar() {
        try {
            return Path.of(BuildFacts.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A property that the build filled in; without git the placeholder stays and counts as absent. */
    private static Optional<String> fact(Properties facts, String name) {
        return Optional.ofNullable(facts.getProperty(name)).filter(value -> !value.isEmpty() && !value.contains("${"));
    }

    /** What the running service says about its build. */
    public Json.Obj document() {
        return Json.object()
                .with("version", version)
                .with("commit", commit.orElse("unknown"))
                .with("uncommittedChanges", dirty)
                .with("java", Runtime.version().toString());
    }
}
