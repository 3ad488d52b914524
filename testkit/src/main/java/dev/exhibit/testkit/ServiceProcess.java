package dev.exhibit.testkit;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The installed program running {@code serve} as a child process. Ready when it has written {@code run/service.json} into
 * its data directory.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final int TAIL = 4_000;

    private final Process process;
    private final Path data;
    private final Path log;

    private ServiceProcess(Process process, Path data, Path log) {
        this.process = process;
        this.data = data;
        this.log = log;
    }

    /**
     * How to run the program.
     *
     * @param libraries folder with all jars of the installation
     * @param javaOptions options of the JVM, for example {@code -Xmx256m}
     * @param arguments further arguments of {@code serve}
     * @param environment variables besides those of this process
     */
    public record Installation(
            Path libraries, List<String> javaOptions, List<String> arguments, Map<String, String> environment) {
        public Installation(Path libraries, List<String> javaOptions, List<String> arguments) {
            this(libraries, javaOptions, arguments, Map.of());
        }
    }

    /** Starts the service on {@code data} and waits until it is ready. */
    public static ServiceProcess start(Installation installation, Path data, InstantSource clock) {
        ServiceProcess service = launch(installation, data);
        service.awaitReady(clock);
        return service;
    }

    /** Starts the service on {@code data} and waits for nothing. */
    public static ServiceProcess launch(Installation installation, Path data) {
        try {
            Files.deleteIfExists(ready(data));
            Files.createDirectories(data.toAbsolutePath().getParent());
            Path log = data.resolveSibling(data.getFileName() + ".log");
            ProcessBuilder builder = new ProcessBuilder(command(installation, data))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(installation.environment());
            return new ServiceProcess(builder.start(), data, log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> command(Installation installation, Path data) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(installation.javaOptions());
        command.addAll(List.of("-cp", installation.libraries().resolve("*").toString(), "dev.exhibit.cli.Main"));
        command.addAll(List.of("serve", "--data", data.toString()));
        command.addAll(installation.arguments());
        return command;
    }

    private static Path ready(Path data) {
        return data.resolve("run/service.json");
    }

    /** Waits until the service says where it is. */
    public void awaitReady(InstantSource clock) {
        var deadline = clock.instant().plus(START_PATIENCE);
        while (!Files.exists(ready(data))) {
            boolean ended = awaitExit(Duration.ofMillis(20));
            if (ended || clock.instant().isAfter(deadline)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the service did not become ready; its output ends with:\n" + logTail());
            }
        }
    }

    /** The address that clients use. */
    public URI address() {
        return facts().parsed("address", URI::create);
    }

    /** Where access tokens are issued. */
    public URI authority() {
        return facts().parsed("authority", URI::create);
    }

    /** Where the logs of some tenants are public. */
    public URI publicLogs() {
        return facts().parsed("publicLogs", URI::create);
    }

    /** The address of the operations listener. */
    public URI operations() {
        return facts().parsed("operations", URI::create);
    }

    private ObjectReader facts() {
        try {
            return JsonReader.readObject(Bytes.owned(Files.readAllBytes(ready(data))), JsonLimits.BODY);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public long pid() {
        return process.pid();
    }

    public Path data() {
        return data;
    }

    /** SIGKILL: no hook runs, the embedded database is left behind. */
    public void kill() {
        process.destroyForcibly();
        if (!awaitExit(STOP_PATIENCE)) {
            throw new IllegalStateException("the process survived SIGKILL");
        }
    }

    /** SIGTERM, then waits for the ordered shutdown. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitExit(STOP_PATIENCE)) {
            process.destroyForcibly();
            throw new IllegalStateException("the service did not stop in time; its output ends with:\n" + logTail());
        }
    }

    /** The largest resident set so far, in bytes; Linux only. */
    public long peakResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The file with all that the process printed. */
    public Path log() {
        return log;
    }

    /** The end of what the process printed. */
    public String logTail() {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - TAIL));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the service", interrupted);
        }
    }
}
