package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.Migrations;
import dev.exhibit.boundary.database.PostgresDatabase;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.TracedDatabase;
import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.trace.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rooms' doors to PostgreSQL: each logs in as its own role and sees its own schema.
 *
 * @param signer intents and keys
 * @param evidence the index
 * @param boundary proofs that were used
 * @param authority keys and revocations of tokens
 * @param breakers whether each of them is still asked
 */
record Databases(Database signer, Database evidence, Database boundary, Database authority, List<Breaker> breakers) {
    private static final RoomSchema SIGNER = new RoomSchema("signer");
    private static final RoomSchema EVIDENCE = new RoomSchema("evidence");
    private static final RoomSchema BOUNDARY = new RoomSchema("boundary");
    private static final RoomSchema AUTHORITY = new RoomSchema("authority");
    private static final List<RoomSchema> ROOMS = List.of(SIGNER, EVIDENCE, BOUNDARY, AUTHORITY);

    /** Starts the embedded server if it is wanted, brings the schemas up to date, opens the pools. */
    static Databases open(
            Settings settings,
            DataDirectory data,
            Platform platform,
            Secrets secrets,
            Traces traces,
            Consumer<String> report,
            Closing closing) {
        Logins logins = switch (settings.database()) {
            case Settings.Database.Embedded ignored -> {
                EmbeddedPostgres server = closing.opened(
                        EmbeddedPostgres.start(data.root(), Set.copyOf(ROOMS), platform.random(), report));
                yield new Logins(server.migrationSettings(), server::settings);
            }
            case Settings.Database.External external -> {
                Map<String, DatabaseSettings> rooms = external.rooms();
                yield new Logins(external.migration(), room -> Objects.requireNonNull(rooms.get(room.name())));
            }
        };
        ROOMS.forEach(room -> Migrations.run(logins.migration(), room, secrets));
        List<Breaker> breakers = new ArrayList<>();
        Function<RoomSchema, Database> door = room -> {
            PostgresDatabase opened = closing.opened(PostgresDatabase.open(
                    logins.rooms().apply(room), room, secrets, settings.limits().breaker(), System::nanoTime));
            breakers.add(opened.breaker());
            return new TracedDatabase(opened, traces, room.name());
        };
        return new Databases(
                door.apply(SIGNER), door.apply(EVIDENCE), door.apply(BOUNDARY), door.apply(AUTHORITY), breakers);
    }

    private record Logins(DatabaseSettings migration, Function<RoomSchema, DatabaseSettings> rooms) {}
}
