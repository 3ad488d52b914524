package dev.exhibit.cli;

import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.testkit.ServiceProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The program as the build installed it, run as a process of its own. */
public final class InstalledProgram {
    private static final Path LIBRARIES = Path.of("target/exhibit/lib");

    private InstalledProgram() {}

    public static ServiceProcess serve(Path data, String... javaOptions) {
        return serve(data, javaOptions, new String[0]);
    }

    static ServiceProcess serve(Path data, String[] javaOptions, String... arguments) {
        List<String> all =
                Stream.concat(Stream.of("--port", "0"), Stream.of(arguments)).toList();
        return ServiceProcess.start(
                new ServiceProcess.Installation(LIBRARIES, List.of(javaOptions), all), data, Clock.systemUTC());
    }

    /** With {@code config}, on free ports. */
    public static ServiceProcess withConfig(Path data, Path config) {
        return serve(data, new String[] {"-Xmx512m"}, "--config", config.toString());
    }

    /** On the ports that {@code config} says. */
    public static ServiceProcess configured(Path data, Path config) {
        return ServiceProcess.start(
                new ServiceProcess.Installation(LIBRARIES, List.of("-Xmx512m"), List.of("--config", config.toString())),
                data,
                Clock.systemUTC());
    }

    /**
     * The same, waiting for nothing, with a start-up cache as {@code ./exhibit serve} has one: the JVM writes it at its first
     * ordered end.
     */
    public static ServiceProcess launched(Path data, Path config) {
        String cache = "-XX:SharedArchiveFile=" + data.resolveSibling(data.getFileName() + ".jsa");
        List<String> options = List.of("-Xmx512m", "-XX:+AutoCreateSharedArchive", "-Xlog:disable", cache);
        return ServiceProcess.launch(
                new ServiceProcess.Installation(LIBRARIES, options, List.of("--config", config.toString())), data);
    }

    /** With all log lines that any library has. */
    static ServiceProcess serveAloud(Path data) {
        return ServiceProcess.start(
                new ServiceProcess.Installation(
                        LIBRARIES, List.of(), List.of("--port", "0"), Map.of("EXHIBIT_DEBUG", "1")),
                data,
                Clock.systemUTC());
    }

    /**
     * How a command ended.
     *
     * @param exit its exit code
     * @param text all it wrote
     */
    public record Ended(int exit, String text) {}

    /** Runs one command to its end, with {@code config} as the user's configuration folder. */
    public static Ended run(Path config, String... arguments) {
        return run(config, LIBRARIES.resolve("*").toString(), "", arguments);
    }

    /** The same with what the launcher adds for {@code sign --keyless}, asked to say all it has to say. */
    static Ended runKeyless(Path config, String... arguments) {
        String apart = LIBRARIES.resolve("keyless").resolve("*").toString();
        return run(config, LIBRARIES.resolve("*") + File.pathSeparator + apart, "1", arguments);
    }

    private static Ended run(Path config, String classPath, String debug, String[] arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "dev.exhibit.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CONFIG_HOME", config.toString());
        builder.environment().put("EXHIBIT_DEBUG", debug);
        try {
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public static Context context(Path data, String client) {
        return contextFile(data.resolve("clients/" + client + ".json"));
    }

    static Context contextFile(Path file) {
        return Contexts.read(file);
    }

    /** A client that gives up at once: tests want to see the first answer. */
    public static ExhibitClient impatient(Context context) {
        Connection connection = context.server().orElseThrow();
        return new ExhibitClient(
                connection,
                new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom()));
    }

    public static ExhibitClient patient(Context context) {
        return Connections.open(context);
    }

    public static AttestOrder provenance(String idempotencyKey, Digest artifact) {
        return new AttestOrder(idempotencyKey, "artifact", artifact, PredicateTypes.SLSA_PROVENANCE, claim());
    }

    private static Json.Obj claim() {
        return Json.object()
                .with(
                        "buildDefinition",
                        Json.object()
                                .with("buildType", "https://example.com/build/v1")
                                .with("externalParameters", Json.object()))
                .with(
                        "runDetails",
                        Json.object().with("builder", Json.object().with("id", "https://example.com/builder")));
    }
}
