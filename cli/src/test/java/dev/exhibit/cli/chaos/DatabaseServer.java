package dev.exhibit.cli.chaos;

import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.cli.Replicas;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** PostgreSQL as a child of the test, at a port that stays, over a cluster that the embedded one made. For one thread. */
final class DatabaseServer implements Part, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONNECTIONS = "max_connections=200";

    private final Path folder;
    private final int port;
    private final Json.Obj section;
    private Process process;
    private boolean isDead;

    private DatabaseServer(Path folder, int port, Json.Obj section) {
        this.folder = folder;
        this.port = port;
        this.section = section;
        this.process = launch();
    }

    static DatabaseServer start(Path folder, RandomGenerator random) {
        int port = Ports.free(random);
        DatabaseServer server = new DatabaseServer(folder, port, made(folder, port));
        server.awaitAnswer();
        return server;
    }

    private static Json.Obj made(Path folder, int port) {
        try (EmbeddedPostgres made =
                EmbeddedPostgres.start(folder, Replicas.ROOMS, new SecureRandom(), unheard -> {})) {
            return Replicas.database(made)
                    .with("url", "jdbc:postgresql://127.0.0.1:" + port + "/exhibit")
                    .with("poolSize", 8);
        }
    }

    /** The section {@code database} of a configuration. */
    Json.Obj section() {
        return section;
    }

    @Override
    public String name() {
        return "database";
    }

    /** All at once as when the power goes, the first process alone, or one of those that serve, for which all others end. */
    @Override
    public String kill(RandomGenerator random) {
        List<ProcessHandle> children = process.descendants().toList();
        int which = random.nextInt(3);
        if (which == 0 && !children.isEmpty()) {
            boolean unused = children.get(random.nextInt(children.size())).destroyForcibly();
            return "a process of the database";
        }
        process.destroyForcibly();
        if (which == 1) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        process.onExit().join();
        isDead = true;
        return which == 1 ? "all processes of the database" : "the database's first process";
    }

    @Override
    public void startAgain() {
        if (isDead) {
            process = launch();
            isDead = false;
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::answersAfterOthersEnded);
        }
    }

    private void awaitAnswer() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::answersAfterOthersEnded);
    }

    /** A start fails as long as processes of the one before end. */
    private boolean answersAfterOthersEnded() {
        if (!process.isAlive()) {
            process = launch();
        }
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "exhibit_admin",
                SecretFile.readPassword(folder.resolve("secrets/exhibit_admin.password")))) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Process launch() {
        try {
            List<String> command = new ArrayList<>();
            if (Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"))) {
                // PostgreSQL does not run as root; so nobody is root where it runs.
                command.addAll(List.of("unshare", "-U"));
            }
            command.add(program().toString());
            command.addAll(List.of("-D", folder.resolve("postgres/cluster").toString()));
            command.addAll(List.of("-c", "port=" + port, "-c", CONNECTIONS));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("server.log").toFile()));
            Map<String, String> environment = builder.environment();
            String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
            environment.clear();
            environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path program() throws IOException {
        try (Stream<Path> unpacked = Files.list(folder.resolve("postgres"))) {
            return unpacked.filter(one -> one.getFileName().toString().startsWith("bin-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/postgres");
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
