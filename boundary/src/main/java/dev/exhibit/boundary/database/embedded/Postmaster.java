package dev.exhibit.boundary.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The server process of one cluster: starts it, stops it, and ends one that a killed service left behind. The server
 * runs in a session of its own, so that an interrupt at the terminal reaches the service alone, which stops in order.
 */
final class Postmaster {
    /** How long a start may take, recovery after a crash included. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private static final Duration FAST_STOP = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(15);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 20;
    private static final long LARGE_LOG = 8L * 1024 * 1024;
    private static final int TAIL_LINES = 20;
    private static final int TAIL_BYTES = 8 * 1024;

    /**
     * What the log says where another try may succeed: the port was taken, a killed server's children still end, or a
     * killed service's server came up only now.
     */
    private static final List<String> PASSING = List.of(
            "could not bind", "Address already in use", "pre-existing shared memory block", "\"postmaster.pid\"");

    private final Path cluster;
    private final Path log;
    private final PostgresTools tools;

    Postmaster(Path cluster, Path log, PostgresTools tools) {
        this.cluster = cluster;
        this.log = log;
        this.tools = tools;
    }

    /** Starts the server and waits until it takes connections. Returns its port. */
    int start(Consumer<String> report) {
        rotateLog();
        for (int attempt = 1; ; attempt++) {
            stopOrphan(report);
            long seen = logSize();
            int port = freePort();
            PostgresTools.Outcome outcome = tryStart(port);
            if (outcome.succeeded()) {
                return port;
            }
            String tail = logTail(seen);
            if (attempt == ATTEMPTS || PASSING.stream().noneMatch(tail::contains)) {
                throw new EmbeddedPostgresException("PostgreSQL did not start within " + START_PATIENCE.toSeconds()
                        + " s; the end of " + log + " and of pg_ctl:\n" + tail + outcome.output());
            }
        }
    }

    /** Stops the server: in order, and if that takes too long, at once; what was committed is kept either way. */
    void stop() {
        if (running().isPresent() && !stop("fast", FAST_STOP) && !stop("immediate", IMMEDIATE_STOP)) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL does not stop; end process " + recordedProcess() + " by hand and look into " + log);
        }
    }

    /** Stops a server of this very cluster that no living service owns. The caller holds the directory's lock. */
    private void stopOrphan(Consumer<String> report) {
        Optional<ProcessHandle> orphan = running();
        if (orphan.isPresent()) {
            report.accept("a PostgreSQL left by a service that was killed still runs (process "
                    + orphan.get().pid() + "); stopping it");
            stop();
        } else if (recordedProcess().flatMap(ProcessHandle::of).isPresent()) {
            // The number belongs to a stranger, or to a dead process that nobody collected: PostgreSQL would take
            // either for a running server. Should children of a dead server still run, its shared memory tells.
            forgetProcess();
        }
    }

    private PostgresTools.Outcome tryStart(int port) {
        return tools.run(
                START_PATIENCE.plus(MARGIN),
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=" + START_PATIENCE.toSeconds(),
                "--pgdata=" + cluster,
                "--log=" + log,
                "--options=-c port=" + port);
    }

    private boolean stop(String mode, Duration patience) {
        PostgresTools.Outcome outcome = tools.run(
                patience.plus(MARGIN),
                "pg_ctl",
                "stop",
                "--wait",
                "--timeout=" + patience.toSeconds(),
                "--mode=" + mode,
                "--pgdata=" + cluster);
        return outcome.succeeded() || running().isEmpty();
    }

    /** The live server of this cluster: it names its data directory on its command line, as no stranger does. */
    private Optional<ProcessHandle> running() {
        return recordedProcess().flatMap(ProcessHandle::of).filter(process -> {
            String[] arguments = process.info().arguments().orElse(new String[0]);
            return Arrays.asList(arguments).contains(cluster.toString());
        });
    }

    private Optional<Long> recordedProcess() {
        try {
            return Files.readAllLines(cluster.resolve("postmaster.pid")).stream()
                    .findFirst()
                    .map(number -> Long.valueOf(number.strip()));
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read postmaster.pid in " + cluster, failed);
        }
    }

    private void forgetProcess() {
        try {
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove a stale postmaster.pid in " + cluster, failed);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            return probe.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException("no free port on 127.0.0.1", failed);
        }
    }

    private void rotateLog() {
        try {
            if (logSize() > LARGE_LOG) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot rotate " + log, failed);
        }
    }

    private long logSize() {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + log, failed);
        }
    }

    private String logTail(long seen) {
        if (Files.notExists(log)) {
            return "";
        }
        try (FileChannel in = FileChannel.open(log, StandardOpenOption.READ)) {
            long from = Math.max(seen, in.size() - TAIL_BYTES);
            byte[] tail = Channels.newInputStream(in.position(from)).readAllBytes();
            List<String> lines =
                    new String(tail, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) + "\n";
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + log, failed);
        }
    }
}
