package dev.exhibit.boundary.config;

import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.entitlement.EntitlementFiles;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.secret.SecretFolders;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.trace.Collector;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes settings of a configuration document: what it does not give keeps its default. */
final class SettingsReader {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAMES = 64;
    private static final int MAX_EXCEPTIONS = 256;
    private static final int MAX_POOL = 1_000;
    private static final int DEFAULT_POOL = 16;
    private static final int PERCENT = 100;
    private static final int DEFAULT_TRACED = 10;
    private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private SettingsReader() {}

    static Settings settings(Json document) {
        // 1. No secret in the text: first, so that no later refusal has seen one.
        SecretScan.check(document);
        // 2. No key that nobody reads.
        KnownKeys.check(document);
        // 3. The values.
        ObjectReader root = ObjectReader.of(document, "");
        ObjectReader listen = section(root, "listen");
        ObjectReader operations = section(root, "operations");
        ObjectReader authority = section(root, "authority");
        Settings base = Settings.defaults();
        Settings settings = new Settings(
                root.optionalParsed("profile", Profile::of).orElse(base.profile()),
                root.optionalParsed("tenant", TenantId::new).orElse(base.tenant()),
                new Settings.Listen(address(listen, base.listen()), port(listen, base.listen()), names(listen)),
                new Settings.Operations(address(operations, base.operations()), port(operations, base.operations())),
                authority(authority, base.authority()),
                root.optionalObject("database").map(SettingsReader::external).orElse(base.database()),
                AccessReader.access(section(root, "access"), root.optionalObject("replay")),
                registry(section(root, "registry"), base.registry()),
                custody(section(root, "custody"), base.custody()),
                ProducersReader.rules(section(root, "gates")),
                RetentionReader.rules(section(root, "retention")),
                PredicatesReader.rules(section(root, "predicates")),
                scrub(section(root, "scrub"), base.scrub()),
                fetch(section(root, "fetch")),
                SourcesReader.sources(section(root, "sources")),
                EventsReader.settings(section(root, "events")),
                PublicLogsReader.settings(section(root, "publicLogs")),
                TimestampsReader.settings(section(root, "timestamps")),
                TlsReader.settings(section(root, "tls")),
                folders(section(root, "mounted")),
                root.optionalObject("kv").map(VaultReader::server),
                KeyVaultReader.vault(section(root, "vault")),
                StoreReader.store(section(root, "store")),
                root.optionalObject("traces").map(SettingsReader::traces),
                root.optionalObject("entitlements").map(SettingsReader::entitlements),
                root.optionalObject("trustRoot").map(SettingsReader::rootKey),
                LimitsReader.over(base.limits(), section(root, "limits")));
        // 4. No key that is known and yet not read.
        List.of(root, listen, operations, authority).forEach(ObjectReader::end);
        return settings;
    }

    private static ObjectReader section(ObjectReader root, String name) {
        return root.optionalObject(name).orElseGet(() -> ObjectReader.of(Json.object(), root.pointerTo(name)));
    }

    private static RegistrySettings registry(ObjectReader given, RegistrySettings base) {
        RegistrySettings registry = new RegistrySettings(
                given.optionalInteger("approvals", 1, 2).map(Math::toIntExact).orElse(base.approvals()));
        given.end();
        return registry;
    }

    private static ScrubSettings scrub(ObjectReader given, ScrubSettings base) {
        ScrubSettings scrub = new ScrubSettings(given.optionalInteger("days", 0, ScrubSettings.MOST)
                .map(Math::toIntExact)
                .orElse(base.days()));
        given.end();
        return scrub;
    }

    private static KeyApprovals custody(ObjectReader given, KeyApprovals base) {
        KeyApprovals approvals = new KeyApprovals(
                approvals(given, "prepare", base.prepare()),
                approvals(given, "activate", base.activate()),
                approvals(given, "taint", base.taint()),
                approvals(given, "revoke", base.revoke()),
                approvals(given, "destroy", base.destroy()));
        given.end();
        return approvals;
    }

    private static int approvals(ObjectReader given, String act, int base) {
        return given.optionalInteger(act, 1, 2).map(Math::toIntExact).orElse(base);
    }

    private static FetchRules fetch(ObjectReader given) {
        List<String> exceptions = given.texts("allow", MAX_EXCEPTIONS);
        given.end();
        try {
            return FetchRules.of(exceptions);
        } catch (MalformedException refused) {
            throw refused.at(given.pointerTo("allow"));
        }
    }

    private static SecretFolders folders(ObjectReader given) {
        SecretFolders usual = SecretFolders.usual();
        SecretFolders folders = new SecretFolders(
                given.optionalParsed("docker", VaultReader::path).orElse(usual.docker()),
                given.optionalParsed("kubernetes", VaultReader::path).orElse(usual.kubernetes()));
        given.end();
        return folders;
    }

    private static Collector traces(ObjectReader given) {
        Collector collector = new Collector(
                given.parsed("collector", Origin::parse),
                given.optionalInteger("percent", 1, PERCENT)
                        .map(Math::toIntExact)
                        .orElse(DEFAULT_TRACED),
                given.optionalParsed("authorities", VaultReader::path),
                given.optionalParsed("token", SecretReference::parse));
        given.end();
        return collector;
    }

    private static EntitlementFiles entitlements(ObjectReader given) {
        EntitlementFiles files = new EntitlementFiles(
                given.parsed("file", VaultReader::path), given.parsed("signer", VaultReader::path));
        given.end();
        return files;
    }

    private static Path rootKey(ObjectReader given) {
        Path file = given.parsed("signer", VaultReader::path);
        given.end();
        return file;
    }

    private static AuthoritySettings authority(ObjectReader given, AuthoritySettings base) {
        return new AuthoritySettings(
                given.optionalFlag("enabled").orElse(base.enabled()),
                address(given, base),
                port(given, base),
                given.optionalParsed("issuer", SettingsReader::issuer));
    }

    private static Origin issuer(String text) {
        Origin origin = Origin.parse(text);
        if (origin.scheme() != Origin.Scheme.HTTPS) {
            throw new MalformedException(Reason.BAD_VALUE, "expected https://host or https://host:port");
        }
        return origin;
    }

    static String address(ObjectReader given, Settings.Endpoint base) {
        return given.optionalParsed("address", IpAddress::require).orElse(base.address());
    }

    static int port(ObjectReader given, Settings.Endpoint base) {
        return given.optionalInteger("port", 0, MAX_PORT).map(Math::toIntExact).orElse(base.port());
    }

    private static List<String> names(ObjectReader listen) {
        List<String> names = listen.texts("names", MAX_NAMES);
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!HOST.matcher(name).matches() || !seen.add(name)) {
                throw new MalformedException(
                        Reason.BAD_VALUE, listen.pointerTo("names"), "expected lower-case DNS names, each once");
            }
        }
        return names;
    }

    private static Settings.Database external(ObjectReader given) {
        String url = given.parsed("url", DatabaseUrl::require);
        int pool = given.optionalInteger("poolSize", 1, MAX_POOL)
                .map(Math::toIntExact)
                .orElse(DEFAULT_POOL);
        Map<String, DatabaseSettings> rooms = new HashMap<>();
        for (String room : List.of("authority", "boundary", "evidence", "signer")) {
            rooms.put(room, login(given, url, pool, room, "exhibit_" + room));
        }
        Settings.Database choice =
                new Settings.Database.External(login(given, url, pool, "migration", "exhibit_migrate"), rooms);
        given.end();
        return choice;
    }

    private static DatabaseSettings login(ObjectReader given, String url, int pool, String who, String usual) {
        String role = given.optionalParsed(who + "Role", SettingsReader::role).orElse(usual);
        SecretReference password = given.parsed(who + "Password", SecretReference::parse);
        DatabaseSettings settings = DatabaseSettings.of(url, role, password);
        return settings.withPool(pool, settings.acquireTime());
    }

    private static String role(String name) {
        if (!ROLE.matcher(name).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a role: 1 to 63 of a-z 0-9 and underscores");
        }
        return name;
    }
}
