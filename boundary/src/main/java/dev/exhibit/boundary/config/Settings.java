package dev.exhibit.boundary.config;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.ProducerRule;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.entitlement.EntitlementFiles;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretFolders;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.secret.VaultServer;
import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.StoreSettings;
import dev.exhibit.boundary.tls.TlsSettings;
import dev.exhibit.boundary.token.valkey.ValkeyServer;
import dev.exhibit.boundary.trace.Collector;
import dev.exhibit.boundary.vault.VaultSettings;
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
 * @param authority whether and where this process issues access tokens itself
 * @param database which PostgreSQL
 * @param access whose access tokens are taken
 * @param registry how the register is looked after
 * @param custody how many identities it takes to have something done with a signing key
 * @param producers what artifacts must carry before statements about them are signed
 * @param retention what may be removed when; everything else is kept for ever
 * @param predicates types of claims that single tenants have
 * @param scrub how often all evidence is checked in the background
 * @param fetch what may be fetched from beside public places over TLS
 * @param sources where artifacts may be fetched from
 * @param events who is told what happens
 * @param publicLogs where anybody may read whose logs
 * @param timestamps who else stamps signatures
 * @param tls what listeners show and believe besides what the installation makes itself
 * @param mounted where container platforms put secrets
 * @param vault a server that keeps secrets, where there is one
 * @param keyVault where the signing keys of tenants live
 * @param store where evidence is kept
 * @param traces where traces are sent, if they are
 * @param entitlements what signs and says how much tenants may have, where that is bounded
 * @param rootKey the public half of the offline root that signs trust roots; else the installation's own folder has one
 * @param limits every bound of the service
 */
public record Settings(
        Profile profile,
        TenantId tenant,
        Listen listen,
        Operations operations,
        AuthoritySettings authority,
        Database database,
        AccessSettings access,
        RegistrySettings registry,
        KeyApprovals custody,
        List<ProducerRule> producers,
        List<RetentionRule> retention,
        List<PredicateRule> predicates,
        ScrubSettings scrub,
        FetchRules fetch,
        SourceSettings sources,
        EventSettings events,
        PublicLogSettings publicLogs,
        TimestampSettings timestamps,
        TlsSettings tls,
        SecretFolders mounted,
        Optional<VaultServer> vault,
        VaultSettings keyVault,
        StoreSettings store,
        Optional<Collector> traces,
        Optional<EntitlementFiles> entitlements,
        Optional<Path> rootKey,
        Limits limits) {
    private static final JsonLimits DOCUMENT = new JsonLimits(64 * 1024, 8, 1_000, 4 * 1024);
    private static final String LOOPBACK = "127.0.0.1";

    /** @throws StartRefusedException for settings that contradict each other or the profile */
    public Settings {
        producers = List.copyOf(producers);
        retention = List.copyOf(retention);
        predicates = List.copyOf(predicates);
        Stream<Endpoint> always = Stream.of(listen, operations, authority);
        demandOwnPorts(publicLogs.isEnabled() ? Stream.concat(always, Stream.of(publicLogs)) : always);
        if (!authority.enabled() && access.issuers().isEmpty()) {
            throw new StartRefusedException("authority.enabled is false and access.issuers is empty:"
                    + " nobody could get a token; name an issuer, or let this process issue them");
        }
        NamedSecrets secrets = NamedSecrets.of(database, access, sources, events, vault, keyVault, store, traces, tls);
        secrets.demandVault(vault);
        if (profile == Profile.PRODUCTION) {
            demandProduction(database);
            access.replay().ifPresent(Settings::demandCheckedServer);
            demandTls(sources);
            demandKept(store);
            secrets.demandNoEnvironment();
            custody.demandProduction();
            demandOfflineRoot(rootKey);
        }
    }

    /** Where a listener listens. */
    public sealed interface Endpoint permits Listen, Operations, AuthoritySettings, PublicLogSettings {
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
                new AuthoritySettings(true, LOOPBACK, 8445, Optional.empty()),
                new Database.Embedded(),
                AccessSettings.none(),
                RegistrySettings.usual(),
                KeyApprovals.usual(),
                List.of(),
                List.of(),
                List.of(),
                ScrubSettings.usual(),
                FetchRules.strict(),
                SourceSettings.none(),
                EventSettings.none(),
                PublicLogSettings.none(),
                TimestampSettings.none(),
                TlsSettings.usual(),
                SecretFolders.usual(),
                Optional.empty(),
                VaultSettings.usual(),
                StoreSettings.usual(),
                Optional.empty(),
                Optional.empty(),
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
    public Settings withPorts(int listenPort, int operationsPort, int authorityPort) {
        return new Settings(
                profile,
                tenant,
                new Listen(listen.address(), listenPort, listen.names()),
                new Operations(operations.address(), operationsPort),
                authority.withPort(authorityPort),
                database,
                access,
                registry,
                custody,
                producers,
                retention,
                predicates,
                scrub,
                fetch,
                sources,
                events,
                publicLogs,
                timestamps,
                tls,
                mounted,
                vault,
                keyVault,
                store,
                traces,
                entitlements,
                rootKey,
                limits);
    }

    /** Every secret that the settings name, by its key, in the order of the keys. */
    public SortedMap<String, SecretReference> secrets() {
        return NamedSecrets.of(database, access, sources, events, vault, keyVault, store, traces, tls)
                .byKey();
    }

    /** Every file besides secrets that is read at the start because a key names it, by that key. */
    public SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>(tls.files());
        if (database instanceof Database.External external) {
            DatabaseUrl.files(external.migration().url())
                    .forEach((parameter, file) -> files.put("database.url " + parameter, file));
        }
        access.replay().flatMap(ValkeyServer::authorities).ifPresent(file -> files.put("replay.authorities", file));
        sources.authorities().ifPresent(file -> files.put("sources.authorities", file));
        events.authorities().ifPresent(file -> files.put("events.authorities", file));
        files.putAll(timestamps.files());
        predicates.forEach(rule -> files.put("predicates.own " + rule.tenant() + " " + rule.type(), rule.schema()));
        vault.flatMap(VaultServer::authorities).ifPresent(file -> files.put("kv.authorities", file));
        keyVault.files().forEach((key, file) -> files.put("vault." + key, file));
        store.files().forEach((key, file) -> files.put("store." + key, file));
        traces.flatMap(Collector::authorities).ifPresent(file -> files.put("traces.authorities", file));
        rootKey.ifPresent(file -> files.put("trustRoot.signer", file));
        entitlements.ifPresent(given -> {
            files.put("entitlements.file", given.file());
            files.put("entitlements.signer", given.key());
        });
        return files;
    }

    private static void demandOwnPorts(Stream<Endpoint> endpoints) {
        List<Integer> fixed =
                endpoints.map(Endpoint::port).filter(port -> port != 0).toList();
        if (fixed.stream().distinct().count() < fixed.size()) {
            throw new StartRefusedException(
                    "two of listen.port, operations.port, authority.port and publicLogs.port are the same; choose another for"
                            + " one");
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

    private static void demandOfflineRoot(Optional<Path> rootKey) {
        if (rootKey.isEmpty()) {
            throw new StartRefusedException(
                    "trustRoot.signer: the production profile wants the key that signs trust roots kept"
                            + " elsewhere; make one with 'exhibit keys root' on a machine without a network, and name its root.pem");
        }
    }

    private static void demandTls(SourceSettings sources) {
        if (sources.allow().stream().anyMatch(place -> place.scheme() == Origin.Scheme.HTTP)) {
            throw new StartRefusedException("sources.allow: the production profile takes https only,"
                    + " so that nobody on the way sees what is shown to a registry");
        }
    }

    private static void demandKept(StoreSettings store) {
        if (store instanceof BucketSettings bucket) {
            if (!bucket.isPrivateOnTheWay()) {
                throw new StartRefusedException("store.endpoint: the production profile takes https only,"
                        + " so that nobody on the way reads evidence or poses as the store");
            }
            if (bucket.encryption() instanceof BucketSettings.Encryption.None) {
                throw new StartRefusedException(
                        "store.encryption: the production profile wants evidence encrypted where"
                                + " it lies: sse-s3, sse-kms, or disk if the disks under the server are");
            }
        }
    }

    private static void demandCheckedServer(ValkeyServer replay) {
        if (!replay.tls()) {
            throw new StartRefusedException("replay: the production profile needs rediss:,"
                    + " so that nobody can pose as the memory of used proofs");
        }
    }

    private static void demandCheckedServer(DatabaseSettings login) {
        if (!DatabaseUrl.checksServer(login.url())) {
            throw new StartRefusedException("database.url: the production profile needs sslmode=verify-full,"
                    + " so that nobody can pose as the database; add it, with sslrootcert=/path of the authority");
        }
    }
}
