package dev.exhibit.boundary.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code initdb} and {@code pg_ctl}. PostgreSQL refuses to run as root: there, its programs run in a user namespace
 * of their own without mapped users ({@code unshare -U}), in which nobody is root and files keep their owner.
 */
final class PostgresTools {
    private static final Duration PROBE_TIME = Duration.ofSeconds(10);
    private static final List<String> SHIELD = List.of("unshare", "-U");
    private static final String REACH = ": its folder may be on a file system that forbids programs (noexec)";
    private static final String REACH_AS_ROOT =
            ": started by root it has no rights of root, and a folder above it may be closed to others";

    private final Path binaries;
    private final Path work;
    private final List<String> prefix;

    private PostgresTools(Path binaries, Path work, List<String> prefix) {
        this.binaries = binaries;
        this.work = work;
        this.prefix = prefix;
    }

    /**
     * What a program did.
     *
     * @param exit its exit code
     * @param output what it said
     */
    record Outcome(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    /**
     * @param binaries the folder with {@code bin}
     * @param work a private folder for what the programs say
     * @throws EmbeddedPostgresException if PostgreSQL's programs cannot be run here
     */
    static PostgresTools in(Path binaries, Path work) {
        boolean root = isRoot(work);
        PostgresTools tools = new PostgresTools(binaries, work, root ? SHIELD : List.of());
        if (root && !tools.canRun("true")) {
            throw new EmbeddedPostgresException("PostgreSQL refuses to run as root, and this system does not let"
                    + " 'unshare -U' shield it; run exhibit as an ordinary user,"
                    + " or configure an external PostgreSQL server");
        }
        String program = binaries.resolve("bin/postgres").toString();
        if (!tools.canRun(program, "--version")) {
            throw new EmbeddedPostgresException("cannot run " + program + (root ? REACH_AS_ROOT : REACH)
                    + "; choose another data directory with --data");
        }
        return tools;
    }

    /** Runs one of the programs to its end, or kills it after {@code patience}. */
    Outcome run(Duration patience, String tool, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve("bin").resolve(tool).toString());
        command.addAll(List.of(arguments));
        return execute(command, patience);
    }

    private boolean canRun(String... program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program));
        try {
            return execute(command, PROBE_TIME).succeeded();
        } catch (EmbeddedPostgresException notThere) {
            return false;
        }
    }

    private Outcome execute(List<String> command, Duration patience) {
        try {
            Path output = Files.createTempFile(work, ".tool-", ".out");
            try {
                Process process = start(command, output);
                boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                return new Outcome(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException failed) {
            throw new EmbeddedPostgresException(
                    "cannot run " + command.getFirst() + ": " + failed.getMessage(), failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while " + command.getFirst() + " was running", stop);
        }
    }

    /** The output goes to a file: the server that {@code pg_ctl} leaves behind would keep a pipe open. */
    private Process start(List<String> command, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
        return builder.start();
    }

    /** Whether files that this process creates belong to user 0. */
    private static boolean isRoot(Path folder) {
        try {
            Path own = Files.createTempFile(folder, ".owner-", ".tmp");
            try {
                return Integer.valueOf(0).equals(Files.getAttribute(own, "unix:uid"));
            } finally {
                Files.delete(own);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + folder, failed);
        }
    }
}
