package dev.exhibit.boundary.database.embedded;

import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.secret.SecretFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A PostgreSQL server of this program's own, on 127.0.0.1 and a port chosen at each start, durable (fsync and synchronous
 * commit on, data checksums), with scram passwords that only this user can read. For trying out, tests and small
 * installations; production uses an external server.
 *
 * <p>Below the data directory: {@code postgres/} with binaries, cluster and log, {@code secrets/} with passwords.
 *
 * <p>Installs no shutdown hook: the owner calls {@link #close} after whatever uses the database has been closed. If it is
 * killed instead, the next start finds the server that was left behind and stops it. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String DATABASE = "exhibit";
    private static final String MIGRATOR = "exhibit_migrate";
    private static final String UNSAFE_IN_PATHS = "\"$`\\\n'";

    private final Path secrets;
    private final DirectoryLock lock;
    private final Postmaster postmaster;
    private final int port;
    private boolean closed;

    private EmbeddedPostgres(Path secrets, DirectoryLock lock, Postmaster postmaster, int port) {
        this.secrets = secrets;
        this.lock = lock;
        this.postmaster = postmaster;
        this.port = port;
    }

    /**
     * Starts the server below {@code data}, creating what is missing, and waits until it takes connections.
     *
     * @param rooms the rooms that get a role
     * @param random where passwords come from
     * @param report told, in a sentence each, what takes time or was found in disorder
     * @throws EmbeddedPostgresException if another process uses the directory, or the server cannot run here
     */
    public static EmbeddedPostgres start(
            Path data, Set<RoomSchema> rooms, RandomGenerator random, Consumer<String> report) {
        Path home = checked(data.toAbsolutePath().normalize());
        DirectoryLock lock = DirectoryLock.acquire(home.resolve("postgres"));
        try {
            return startLocked(home, lock, rooms, random, report);
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** How to log in as the application role of {@code room}. */
    public DatabaseSettings settings(RoomSchema room) {
        return login(room.role(), DATABASE);
    }

    /** How to log in as the role that owns schemas and runs migrations. */
    public DatabaseSettings migrationSettings() {
        return login(MIGRATOR, DATABASE);
    }

    /** How to log in as the superuser: for backup and for tests, never for a room. */
    public DatabaseSettings superuserSettings() {
        return login(PostgresCluster.ADMIN, "postgres");
    }

    /** The JDBC URL of a database of this server. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Stops the server in order and frees the directory; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            postmaster.stop();
        }
    }

    private static EmbeddedPostgres startLocked(
            Path home, DirectoryLock lock, Set<RoomSchema> rooms, RandomGenerator random, Consumer<String> report) {
        Path place = home.resolve("postgres");
        Path secrets = home.resolve("secrets");
        Folders.removeUnfinished(place);
        createPasswords(secrets, rooms, random);
        Platform platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"));
        PostgresTools tools = PostgresTools.in(PostgresBinaries.in(place, platform, report), place);
        Path cluster = PostgresCluster.in(place, tools, password(secrets, PostgresCluster.ADMIN), report);
        Postmaster postmaster = new Postmaster(cluster, place.resolve("postgres.log"), tools);
        int port = postmaster.start(report);
        EmbeddedPostgres server = new EmbeddedPostgres(secrets, lock, postmaster, port);
        try {
            server.setUp(rooms);
            return server;
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private void setUp(Set<RoomSchema> rooms) {
        try (RoleSetup setup = RoleSetup.connect(superuserSettings())) {
            setup.demandDurability();
            setup.role(migrationSettings());
            setup.database(DATABASE, MIGRATOR);
            setup.closeOthers();
            for (RoomSchema room : rooms) {
                setup.role(settings(room));
                setup.allow(room.role(), DATABASE);
            }
        } catch (SQLException failed) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL runs, but its roles could not be set up: " + failed.getMessage()
                            + "; do the passwords in " + secrets + " belong to this data directory?",
                    failed);
        }
    }

    private static void createPasswords(Path secrets, Set<RoomSchema> rooms, RandomGenerator random) {
        Set<String> roles = rooms.stream().map(RoomSchema::role).collect(Collectors.toSet());
        roles.addAll(List.of(PostgresCluster.ADMIN, MIGRATOR));
        roles.forEach(role -> SecretFile.password(password(secrets, role), random));
    }

    private DatabaseSettings login(String role, String database) {
        return DatabaseSettings.of(url(database), role, password(secrets, role));
    }

    private static Path password(Path secrets, String role) {
        return secrets.resolve(role + ".password");
    }

    /** {@code pg_ctl} hands paths to a shell in double quotes. */
    private static Path checked(Path data) {
        if (data.toString().chars().anyMatch(c -> UNSAFE_IN_PATHS.indexOf(c) >= 0)) {
            throw new EmbeddedPostgresException("embedded PostgreSQL cannot work below " + data
                    + ": quotes, $, backslash and line ends are not possible in its path; choose another --data");
        }
        return data;
    }
}
