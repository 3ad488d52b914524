package dev.exhibit.cli.serve;

import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.audit.PostgresAuditSource;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.Migrations;
import dev.exhibit.boundary.database.PostgresDatabase;
import dev.exhibit.boundary.database.RoomSchema;
import dev.exhibit.boundary.database.ToldDatabase;
import dev.exhibit.boundary.database.TracedDatabase;
import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.trace.Traces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * @param audits the audit of each
 * @param breakers whether each of them is still asked
 * @param owner the login of the role that owns the schemas
 */
record Databases(
        Database signer,
        Database evidence,
        Database boundary,
        Database authority,
        List<AuditSource> audits,
        List<Breaker> breakers,
        DatabaseSettings owner) {
    private static final RoomSchema SIGNER = new RoomSchema("signer");
    private static final RoomSchema EVIDENCE = new RoomSchema("evidence");
    private static final RoomSchema BOUNDARY = new RoomSchema("boundary");
    private static final RoomSchema AUTHORITY = new RoomSchema("authority");
    private static final List<RoomSchema> ROOMS = List.of(SIGNER, EVIDENCE, BOUNDARY, AUTHORITY);

    /**
     * Starts the embedded server if it is wanted, brings the schemas up to date, opens the pools.
     *
     * @param told of each tenant that another room than the store has done something for
     */
    static Databases open(
            Settings settings,
            DataDirectory data,
            Platform platform,
            Secrets secrets,
            Traces traces,
            Consumer<TenantId> told,
            Consumer<String> report,
            Closing closing) {
        Logins logins = logins(settings, data, platform, report, closing);
        ROOMS.forEach(room -> Migrations.run(logins.migration(), room, secrets));
        return opened(logins, settings, secrets, traces, told, closing);
    }

    /** The same for a command beside the service. */
    static Databases prepare(
            Settings settings,
            DataDirectory data,
            Platform platform,
            Secrets secrets,
            Consumer<String> report,
            Closing closing) {
        return open(settings, data, platform, secrets, Traces.none(), tenant -> {}, report, closing);
    }

    /** The same for whoever only looks: changes no schema, so that these must be of this version already. */
    static Databases look(
            Settings settings,
            DataDirectory data,
            Platform platform,
            Secrets secrets,
            Consumer<String> report,
            Closing closing) {
        Logins logins = logins(settings, data, platform, report, closing);
        return opened(logins, settings, secrets, Traces.none(), tenant -> {}, closing);
    }

    /** The store's index, as the role that owns its schema: for whoever makes it anew. */
    Database owned(Settings settings, Secrets secrets, Closing closing) {
        return closing.opened(PostgresDatabase.open(
                owner, EVIDENCE, secrets, settings.limits().breaker(), System::nanoTime));
    }

    private static Logins logins(
            Settings settings, DataDirectory data, Platform platform, Consumer<String> report, Closing closing) {
        return switch (settings.database()) {
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
    }

    private static Databases opened(
            Logins logins,
            Settings settings,
            Secrets secrets,
            Traces traces,
            Consumer<TenantId> told,
            Closing closing) {
        List<Breaker> breakers = new ArrayList<>();
        Function<RoomSchema, Database> door = room -> {
            PostgresDatabase opened = closing.opened(PostgresDatabase.open(
                    logins.rooms().apply(room), room, secrets, settings.limits().breaker(), System::nanoTime));
            breakers.add(opened.breaker());
            return new TracedDatabase(opened, traces, room.name());
        };
        Map<RoomSchema, Database> doors = new LinkedHashMap<>();
        ROOMS.forEach(room -> doors.put(room, door.apply(room)));
        Function<RoomSchema, Database> of = room -> Objects.requireNonNull(doors.get(room));
        return new Databases(
                new ToldDatabase(of.apply(SIGNER), told),
                of.apply(EVIDENCE),
                new ToldDatabase(of.apply(BOUNDARY), told),
                new ToldDatabase(of.apply(AUTHORITY), told),
                ROOMS.stream()
                        .<AuditSource>map(room -> new PostgresAuditSource(of.apply(room), room))
                        .toList(),
                breakers,
                logins.migration());
    }

    private record Logins(DatabaseSettings migration, Function<RoomSchema, DatabaseSettings> rooms) {}
}
