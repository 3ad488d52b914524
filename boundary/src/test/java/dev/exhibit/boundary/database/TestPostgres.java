package dev.exhibit.boundary.database;

import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.boundary.secret.LocalSecrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One real PostgreSQL for all tests of a JVM, kept under {@code target/test-postgres} so that only the first run pays for
 * unpacking. Databases of earlier runs are dropped at start; each schema is migrated once and then copied.
 */
public final class TestPostgres implements AutoCloseable {
    private static final Set<RoomSchema> ROOMS = Set.of(
            new RoomSchema("signer"),
            new RoomSchema("evidence"),
            new RoomSchema("probe"),
            new RoomSchema("boundary"),
            new RoomSchema("authority"));

    private final EmbeddedPostgres server;
    private final Map<RoomSchema, String> templates = new HashMap<>();
    private int databases;

    TestPostgres() {
        server = EmbeddedPostgres.start(Path.of("target", "test-postgres"), ROOMS, new SecureRandom(), sentence -> {});
        leftovers().forEach(name -> execute("drop database " + name + " with (force)"));
    }

    /** A new database with the migrated schema of {@code room}; its name. */
    synchronized String create(RoomSchema room) {
        String template = templates.computeIfAbsent(room, this::migrated);
        return create(room, " template " + template);
    }

    /** The application role's login to a database made by {@link #create}. */
    DatabaseSettings settings(RoomSchema room, String database) {
        return server.settings(room).withUrl(server.url(database));
    }

    /** The migration role's login to a database made by {@link #create}. */
    DatabaseSettings migrationSettings(String database) {
        return server.migrationSettings().withUrl(server.url(database));
    }

    /** The superuser's login to a database made by {@link #create}. */
    DatabaseSettings superuserSettings(String database) {
        return server.superuserSettings().withUrl(server.url(database));
    }

    void drop(String database) {
        execute("drop database " + database + " with (force)");
    }

    @Override
    public void close() {
        server.close();
    }

    private String migrated(RoomSchema room) {
        String name = create(room, "");
        Migrations.run(migrationSettings(name), room);
        return name;
    }

    private String create(RoomSchema room, String suffix) {
        String name = "test_" + room.name() + "_" + ++databases;
        String migrator = server.migrationSettings().role();
        execute("create database " + name + " owner " + migrator + suffix);
        execute("revoke all on database " + name + " from public");
        execute("grant connect on database " + name + " to " + room.role());
        return name;
    }

    private List<String> leftovers() {
        List<String> names = new ArrayList<>();
        try (Connection connection = connect(server.superuserSettings());
                Statement query = connection.createStatement();
                var rows = query.executeQuery("select datname from pg_database where datname like 'test\\_%'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect(server.superuserSettings());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Connection connect(DatabaseSettings login) throws SQLException {
        return DriverManager.getConnection(
                login.url(), login.role(), LocalSecrets.ofFiles().read(login.password()));
    }
}
