package dev.exhibit.boundary.database;

import dev.exhibit.boundary.secret.LocalSecrets;
import dev.exhibit.boundary.secret.Secrets;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings one room's schema to the version that this program needs, as the migration role. Scripts are class path
 * resources under {@code db/<schema>}, after those of {@code db/every_room} that all schemas share; a placeholder
 * {@code ${role}} stands for the room's application role and {@code ${schema}} for its schema. Each schema has its own
 * history table. Safe to run from several processes at once: PostgreSQL's lock lets one of them work.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Runs what is missing.
     *
     * @throws IllegalStateException if a script failed, or one that ran before has been changed since
     */
    public static void run(DatabaseSettings settings, RoomSchema room, Secrets secrets) {
        try {
            flyway(settings, room, secrets).migrate();
        } catch (FlywayException failed) {
            throw new IllegalStateException(
                    "the schema " + room.name() + " cannot be brought to this program's version: "
                            + failed.getMessage(),
                    failed);
        }
    }

    /** The same for a password in a file. */
    public static void run(DatabaseSettings settings, RoomSchema room) {
        run(settings, room, LocalSecrets.ofFiles());
    }

    private static Flyway flyway(DatabaseSettings settings, RoomSchema room, Secrets secrets) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(settings.url(), settings.role(), secrets.read(settings.password()))
                .locations("classpath:db/every_room", "classpath:db/" + room.name())
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .validateOnMigrate(true)
                .cleanDisabled(true)
                .loggers("slf4j")
                .schemas(room.name())
                .defaultSchema(room.name())
                .createSchemas(true)
                .table("schema_history")
                .placeholders(Map.of("role", room.role(), "schema", room.name()))
                .load();
    }
}
