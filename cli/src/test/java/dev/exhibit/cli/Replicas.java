package dev.exhibit.cli;

import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Several processes of one installation over one PostgreSQL: certificates and keys are copies of the first one's. */
public final class Replicas implements AutoCloseable {
    /** Those that have a role of their own. */
    public static final Set<RoomSchema> ROOMS = Stream.of("signer", "evidence", "boundary", "authority")
            .map(RoomSchema::new)
            .collect(Collectors.toSet());

    private final Path folder;
    private final EmbeddedPostgres server;
    private final Path config;
    private final List<ServiceProcess> running = new ArrayList<>();

    private Replicas(Path folder, EmbeddedPostgres server, Path config) {
        this.folder = folder;
        this.server = server;
        this.config = config;
    }

    /** @param settings sections of the configuration beside {@code database} */
    static Replicas start(Path folder, int count, Json.Obj settings) {
        EmbeddedPostgres server =
                EmbeddedPostgres.start(folder.resolve("server"), ROOMS, new SecureRandom(), said -> {});
        Path config = folder.resolve("config.json");
        Replicas replicas = new Replicas(folder, server, config);
        try {
            Files.write(
                    config,
                    CanonicalJson.of(settings.with("database", database(server)))
                            .bytes()
                            .toArray());
            replicas.add(0);
            for (int i = 1; i < count; i++) {
                copy(replicas.data(0), replicas.data(i));
                replicas.add(i);
            }
            return replicas;
        } catch (IOException failed) {
            replicas.close();
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            replicas.close();
            throw failed;
        }
    }

    Path data(int replica) {
        return folder.resolve("replica-" + replica);
    }

    /** kill -9, and a fresh process in its place. */
    void replace(int replica) {
        running.get(replica).kill();
        running.set(replica, process(replica));
    }

    @Override
    public void close() {
        running.forEach(ServiceProcess::close);
        server.close();
    }

    private void add(int replica) {
        running.add(process(replica));
    }

    private ServiceProcess process(int replica) {
        return InstalledProgram.serve(data(replica), new String[] {"-Xmx512m"}, "--config", config.toString());
    }

    /** The section {@code database} of a configuration that names {@code server}. */
    public static Json.Obj database(EmbeddedPostgres server) {
        DatabaseSettings migration = server.migrationSettings();
        Json.Obj section = Json.object()
                .with("url", migration.url())
                .with("migrationRole", migration.role())
                .with("migrationPassword", migration.password().toString());
        for (RoomSchema room : ROOMS) {
            DatabaseSettings login = server.settings(room);
            section = section.with(room.name() + "Role", login.role())
                    .with(room.name() + "Password", login.password().toString());
        }
        return section;
    }

    /** A data directory with the same keys, certificates and blobs, and nothing of what belongs to one process. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path inside = from.relativize(file);
                boolean ofOneProcess = inside.startsWith("postgres")
                        || inside.startsWith("blobs")
                        || (inside.startsWith("run") && inside.getNameCount() > 1);
                if (!ofOneProcess) {
                    Files.copy(file, to.resolve(inside), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        if (Files.exists(from.resolve("blobs"))) {
            Files.createSymbolicLink(to.resolve("blobs"), from.resolve("blobs"));
        }
    }
}
