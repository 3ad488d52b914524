package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.Migrations;
import dev.exhibit.boundary.database.PostgresDatabase;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rooms' doors to PostgreSQL.
 *
 * @param signer logs in as the signer's role
 * @param evidence logs in as the evidence store's role
 */
record Databases(Database signer, Database evidence) {
    private static final RoomSchema SIGNER = new RoomSchema("signer");
    private static final RoomSchema EVIDENCE = new RoomSchema("evidence");

    /** Starts the embedded server if it is wanted, brings both schemas up to date, opens the pools. */
    static Databases open(
            Settings settings, DataDirectory data, Platform platform, Consumer<String> report, Closing closing) {
        Logins logins = switch (settings.database()) {
            case Settings.Database.Embedded ignored -> {
                EmbeddedPostgres server = closing.opened(
                        EmbeddedPostgres.start(data.root(), Set.of(SIGNER, EVIDENCE), platform.random(), report));
                yield new Logins(server.migrationSettings(), server.settings(SIGNER), server.settings(EVIDENCE));
            }
            case Settings.Database.External external ->
                new Logins(external.migration(), external.signer(), external.evidence());
        };
        Migrations.run(logins.migration(), SIGNER);
        Migrations.run(logins.migration(), EVIDENCE);
        return new Databases(
                closing.opened(PostgresDatabase.open(logins.signer(), SIGNER)),
                closing.opened(PostgresDatabase.open(logins.evidence(), EVIDENCE)));
    }

    private record Logins(DatabaseSettings migration, DatabaseSettings signer, DatabaseSettings evidence) {}
}
