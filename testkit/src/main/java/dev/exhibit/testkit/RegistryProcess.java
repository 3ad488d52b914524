package dev.exhibit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A registry of images as a child process: CNCF Distribution as {@code tools/peers registry} unpacked it, over plain HTTP on
 * the loopback address.
 */
public final class RegistryProcess implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final int port;

    private RegistryProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it; it may take a moment until it listens.
     *
     * @param program the program
     * @param folder for its configuration and log
     * @param storage where it keeps what is pushed; several registries may share it
     * @param auth the section {@code auth} of its configuration, YAML; nothing lets everybody in
     */
    public static RegistryProcess start(Path program, Path folder, Path storage, int port, String auth) {
        try {
            Path config = Files.createDirectories(folder).resolve("config.yml");
            Files.writeString(config, """
                    version: 0.1
                    log: { level: error }
                    storage: { filesystem: { rootdirectory: "%s" } }
                    http: { addr: "127.0.0.1:%d" }
                    """.formatted(storage.toAbsolutePath(), port) + auth);
            Process process = new ProcessBuilder(program.toString(), "serve", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            return new RegistryProcess(process, port);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Starts a registry that knows referrers: the program that {@code tools/peers go-containerregistry} built, which keeps what is pushed
     * in memory.
     *
     * @param folder for its log
     */
    public static RegistryProcess withReferrers(Path program, Path folder, int port) {
        try {
            Process process = new ProcessBuilder(program.toString(), "127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Files.createDirectories(folder).resolve("log").toFile())
                    .start();
            return new RegistryProcess(process, port);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Host and port, as images are named. */
    public String name() {
        return "127.0.0.1:" + port;
    }

    /** For example {@code http://127.0.0.1:5000}. */
    public String origin() {
        return "http://" + name();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
