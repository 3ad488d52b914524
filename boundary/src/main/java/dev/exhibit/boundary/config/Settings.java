package dev.exhibit.boundary.config;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretFolders;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.secret.VaultServer;
import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an operator can set; {@code docs/operating/configuration.md} has a row for each key.
 *
 * @param profile how much is demanded of the surroundings
 * @param tenant the tenant that the first start makes clients for
 * @param listen where the API is served
 * @param operations where health is served, without authentication
 * @param database which PostgreSQL
 * @param access whose access tokens are taken
 * @param fetch what may be fetched from beside public places over TLS
 * @param mounted where container platforms put secrets
 * @param vault a server that keeps secrets, where there is one
 * @param limits every bound of the service
 */
public record Settings(
        Profile profile,
        TenantId tenant,
        Listen listen,
        Operations operations,
        Database database,
        AccessSettings access,
        FetchRules fetch,
        SecretFolders mounted,
        Optional<VaultServer> vault,
        Limits limits) {
    private static final JsonLimits DOCUMENT = new JsonLimits(64 * 1024, 8, 1_000, 4 * 1024);
    private static final String LOOPBACK = "127.0.0.1";

    /** @throws StartRefusedException for settings that contradict each other or the profile */
    public Settings {
        if (listen.port() != 0 && listen.port() == operations.port()) {
            throw new StartRefusedException("listen.port and operations.port are the same; choose another for one");
        }
        secrets(database, vault).forEach((key, reference) -> demandVault(key, reference, vault));
        if (profile == Profile.PRODUCTION) {
            demandProduction(database);
            secrets(database, vault).forEach(Settings::demandNoEnvironment);
        }
    }

    /** Where a listener listens. */
    public sealed interface Endpoint {
        /** An IP address in text form. */
        String address();

        /** 0 takes a free one. */
        int port();
    }

    /**
     * The listener of the API.
     *
     * @param address an IP address in text form
     * @param port 0 takes a free one
     * @param names further DNS names in the server's certificate
     */
    public record Listen(String address, int port, List<String> names) implements Endpoint {
        public Listen {
            names = List.copyOf(names);
        }
    }

    /**
     * The listener for health.
     *
     * @param address an IP address in text form
     * @param port 0 takes a free one
     */
    public record Operations(String address, int port) implements Endpoint {}

    /** Which PostgreSQL the service uses. */
    public sealed interface Database {
        /** One that the service starts and stops itself, under its data directory. */
        record Embedded() implements Database {}

        /**
         * A server that others run.
         *
         * @param migration the role that owns database and schemas
         * @param rooms the role of each room's schema, by the name of the room
         */
        record External(DatabaseSettings migration, Map<String, DatabaseSettings> rooms) implements Database {
            /** @throws StartRefusedException unless each of them is another role */
            public External {
                rooms = Map.copyOf(rooms);
                List<String> roles = Stream.concat(Stream.of(migration), rooms.values().stream())
                        .map(DatabaseSettings::role)
                        .toList();
                if (roles.stream().distinct().count() < roles.size()) {
                    throw new StartRefusedException("database: migration and rooms must each have a role of their own:"
                            + " one that could do another's work would undo their separation");
                }
            }
        }
    }

    /** The documented defaults: the development profile on this machine alone. */
    public static Settings defaults() {
        return new Settings(
                Profile.DEVELOPMENT,
                new TenantId("default"),
                new Listen(LOOPBACK, 8443, List.of()),
                new Operations(LOOPBACK, 8444),
                new Database.Embedded(),
                AccessSettings.none(),
                FetchRules.strict(),
                SecretFolders.usual(),
                Optional.empty(),
                Limits.defaults());
    }

    /** @throws StartRefusedException for anything but a strict document of known keys, saying which */
    public static Settings read(Bytes document) {
        return StartDocument.read("the configuration", document, DOCUMENT, SettingsReader::settings);
    }

    /** @throws StartRefusedException if the file cannot be read, and as {@link #read} does */
    public static Settings readFile(Path file) {
        return StartDocument.readFile(file, DOCUMENT, SettingsReader::settings);
    }

    /** A copy that listens on other ports; 0 takes a free one. */
    public Settings withPorts(int listenPort, int operationsPort) {
        return new Settings(
                profile,
                tenant,
                new Listen(listen.address(), listenPort, listen.names()),
                new Operations(operations.address(), operationsPort),
                database,
                access,
                fetch,
                mounted,
                vault,
                limits);
    }

    /** Every secret that the settings name, by its key, in the order of the keys. */
    public SortedMap<String, SecretReference> secrets() {
        return secrets(database, vault);
    }

    private static SortedMap<String, SecretReference> secrets(Database database, Optional<VaultServer> vault) {
        SortedMap<String, SecretReference> named = new TreeMap<>();
        if (database instanceof Database.External external) {
            named.put("database.migrationPassword", external.migration().password());
            external.rooms().forEach((room, login) -> named.put("database." + room + "Password", login.password()));
        }
        vault.map(VaultServer::login).ifPresent(login -> named.put(keyOf(login), login.secret()));
        return named;
    }

    private static String keyOf(VaultServer.Login login) {
        return switch (login) {
            case VaultServer.Login.WithToken ignored -> "kv.token";
            case VaultServer.Login.WithAppRole ignored -> "kv.appRoleSecret";
            case VaultServer.Login.WithKubernetes ignored -> "kv.kubernetesToken";
        };
    }

    private static void demandVault(String key, SecretReference reference, Optional<VaultServer> vault) {
        if (reference instanceof SecretReference.OfVault && vault.isEmpty()) {
            throw new StartRefusedException(key + " leads to a vault; say where it is with kv.address");
        }
    }

    private static void demandNoEnvironment(String key, SecretReference reference) {
        if (reference instanceof SecretReference.OfEnvironment) {
            throw new StartRefusedException(key + ": the production profile takes no secret from the environment,"
                    + " which every child process and crash report gets; put it into a file, a mount or a vault");
        }
    }

    private static void demandProduction(Database database) {
        switch (database) {
            case Database.Embedded ignored ->
                throw new StartRefusedException("the production profile does not take the embedded database;"
                        + " name a PostgreSQL server with database.url");
            case Database.External external ->
                Stream.concat(Stream.of(external.migration()), external.rooms().values().stream())
                        .forEach(Settings::demandCheckedServer);
        }
    }

    private static void demandCheckedServer(DatabaseSettings login) {
        if (!DatabaseUrl.checksServer(login.url())) {
            throw new StartRefusedException("database.url: the production profile needs sslmode=verify-full,"
                    + " so that nobody can pose as the database; add it, with sslrootcert=/path of the authority");
        }
    }
}
