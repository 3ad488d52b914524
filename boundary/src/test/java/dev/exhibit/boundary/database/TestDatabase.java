package dev.exhibit.boundary.database;

import dev.exhibit.boundary.BreakerLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A fresh database with one room's migrated schema for one test class, on a real PostgreSQL. Register it as a static
 * field: {@code @RegisterExtension static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("signer"));}
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    private final RoomSchema room;
    private final List<Database> opened = new ArrayList<>();
    private State state = new NotStarted();

    private sealed interface State {}

    private record NotStarted() implements State {}

    private record Running(TestPostgres server, String name, Database database) implements State {}

    public TestDatabase(RoomSchema room) {
        this.room = room;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        TestPostgres server = context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(TestPostgres.class, key -> new TestPostgres(), TestPostgres.class);
        String name = server.create(room);
        state = new Running(server, name, open(server.settings(room, name)));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Running running = running();
        opened.forEach(Database::close);
        running.database().close();
        running.server().drop(running.name());
    }

    public RoomSchema room() {
        return room;
    }

    /** The database as the room's application role sees it. */
    public Database database() {
        return running().database();
    }

    /** Another pool of the application role; closed with this one. */
    public Database another(int connections, Duration acquireTime) {
        Database more = open(settings().withPool(connections, acquireTime));
        opened.add(more);
        return more;
    }

    /** A pool with the usual limits. */
    private PostgresDatabase open(DatabaseSettings settings) {
        return PostgresDatabase.open(settings, room, BreakerLimits.defaults(), System::nanoTime);
    }

    /** The application role's login. */
    public DatabaseSettings settings() {
        return running().server().settings(room, running().name());
    }

    /** The migration role's login. */
    public DatabaseSettings migrationSettings() {
        return running().server().migrationSettings(running().name());
    }

    /** The superuser's login. */
    public DatabaseSettings superuserSettings() {
        return running().server().superuserSettings(running().name());
    }

    /** Runs one statement as the superuser, whom row security does not bind: to prepare what a test looks at. */
    public void asSuperuser(String sql) {
        try (Connection connection = TestPostgres.connect(superuserSettings());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Running running() {
        return switch (state) {
            case Running running -> running;
            case NotStarted ignored -> throw new IllegalStateException("register TestDatabase as a static field");
        };
    }
}
