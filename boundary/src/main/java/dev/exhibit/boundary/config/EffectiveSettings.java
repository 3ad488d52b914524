package dev.exhibit.boundary.config;

import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.entitlement.EntitlementFiles;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretFolders;
import dev.exhibit.boundary.secret.VaultServer;
import dev.exhibit.boundary.secret.VaultServer.Login;
import dev.exhibit.boundary.token.valkey.ValkeyServer;
import dev.exhibit.boundary.trace.Collector;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings in effect as a configuration document with every key in it: read again, it means the same. Secrets are
 * there as references, as they are in any configuration.
 */
public final class EffectiveSettings {
    private EffectiveSettings() {}

    /** The document; sections that are not in use, {@code database}, {@code entitlements}, {@code kv}, {@code replay},
     * {@code traces} and {@code trustRoot}, are left out. */
    public static Json.Obj of(Settings settings) {
        Json.Obj document = Json.object()
                .with("profile", settings.profile().name().toLowerCase(Locale.ROOT))
                .with("tenant", settings.tenant().value())
                .with(
                        "listen",
                        endpoint(settings.listen())
                                .with("names", Json.texts(settings.listen().names())))
                .with("operations", endpoint(settings.operations()))
                .with("authority", authority(settings.authority()))
                .with("access", access(settings.access()))
                .with(
                        "registry",
                        Json.object().with("approvals", settings.registry().approvals()))
                .with("custody", approvals(settings.custody()))
                .with(
                        "gates",
                        Json.object()
                                .with(
                                        "producers",
                                        Json.array(settings.producers().stream()
                                                .map(ProducersReader::describe)
                                                .toList())))
                .with(
                        "retention",
                        Json.object()
                                .with(
                                        "rules",
                                        Json.array(settings.retention().stream()
                                                .map(RetentionReader::describe)
                                                .toList())))
                .with(
                        "predicates",
                        Json.object()
                                .with(
                                        "own",
                                        Json.array(settings.predicates().stream()
                                                .map(PredicatesReader::describe)
                                                .toList())))
                .with("scrub", Json.object().with("days", settings.scrub().days()))
                .with("fetch", Json.object().with("allow", Json.texts(exceptions(settings.fetch()))))
                .with("sources", sources(settings.sources()))
                .with("events", EventsReader.describe(settings.events()))
                .with("publicLogs", PublicLogsReader.describe(settings.publicLogs()))
                .with("timestamps", TimestampsReader.describe(settings.timestamps()))
                .with("tls", EffectiveTls.of(settings.tls()))
                .with("mounted", mounted(settings.mounted()))
                .with("vault", EffectiveVault.of(settings.keyVault()))
                .with("store", StoreReader.describe(settings.store()))
                .with("limits", EffectiveLimits.of(settings.limits()));
        Json.Obj withVault = settings.vault()
                .map(server -> document.with("kv", vault(server)))
                .orElse(document);
        Json.Obj withReplay = settings.access()
                .replay()
                .map(server -> withVault.with("replay", replay(server)))
                .orElse(withVault);
        Json.Obj withTraces = settings.traces()
                .map(collector -> withReplay.with("traces", traces(collector)))
                .orElse(withReplay);
        Json.Obj withEntitlements = settings.entitlements()
                .map(files -> withTraces.with("entitlements", entitlements(files)))
                .orElse(withTraces);
        Json.Obj withRoot = settings.rootKey()
                .map(file -> withEntitlements.with("trustRoot", Json.object().with("signer", file.toString())))
                .orElse(withEntitlements);
        return switch (settings.database()) {
            case Settings.Database.Embedded ignored -> withRoot;
            case Settings.Database.External external -> withRoot.with("database", database(external));
        };
    }

    private static Json.Obj approvals(KeyApprovals custody) {
        return Json.object()
                .with("prepare", custody.prepare())
                .with("activate", custody.activate())
                .with("taint", custody.taint())
                .with("revoke", custody.revoke())
                .with("destroy", custody.destroy());
    }

    private static Json.Obj endpoint(Settings.Endpoint endpoint) {
        return Json.object().with("address", endpoint.address()).with("port", endpoint.port());
    }

    private static Json.Obj traces(Collector collector) {
        Json.Obj section =
                Json.object().with("collector", collector.address().toString()).with("percent", collector.percent());
        Json.Obj withAuthorities = collector
                .authorities()
                .map(file -> section.with("authorities", file.toString()))
                .orElse(section);
        return collector
                .token()
                .map(token -> withAuthorities.with("token", token.toString()))
                .orElse(withAuthorities);
    }

    private static Json.Obj entitlements(EntitlementFiles files) {
        return Json.object()
                .with("file", files.file().toString())
                .with("signer", files.key().toString());
    }

    private static Json.Obj authority(AuthoritySettings authority) {
        Json.Obj section = endpoint(authority).with("enabled", authority.enabled());
        return authority
                .issuer()
                .map(issuer -> section.with("issuer", issuer.toString()))
                .orElse(section);
    }

    private static Json.Obj database(Settings.Database.External database) {
        DatabaseSettings migration = database.migration();
        Json.Obj section = Json.object().with("url", migration.url()).with("poolSize", migration.poolSize());
        Map<String, DatabaseSettings> logins = new TreeMap<>(database.rooms());
        logins.put("migration", migration);
        for (Map.Entry<String, DatabaseSettings> login : logins.entrySet()) {
            section = section.with(login.getKey() + "Role", login.getValue().role())
                    .with(
                            login.getKey() + "Password",
                            login.getValue().password().toString());
        }
        return section;
    }

    private static Json.Obj access(AccessSettings access) {
        return Json.object()
                .with("audience", access.audience())
                .with("origins", Json.texts(sorted(access.origins().stream().map(Origin::toString))))
                .with(
                        "issuers",
                        Json.array(access.issuers().stream()
                                .map(EffectiveSettings::issuer)
                                .toList()));
    }

    private static Json.Obj replay(ValkeyServer server) {
        Json.Obj section = Json.object().with("url", server.url());
        Json.Obj login = server.user().map(user -> section.with("user", user)).orElse(section);
        Json.Obj secret = server.password()
                .map(password -> login.with("password", password.toString()))
                .orElse(login);
        return server.authorities()
                .map(file -> secret.with("authorities", file.toString()))
                .orElse(secret);
    }

    private static Json.Obj issuer(AccessSettings.Issuer issuer) {
        Json.Obj section = Json.object()
                .with("issuer", issuer.name())
                .with("jwks", place(issuer.keys()))
                .with(
                        "algorithms",
                        Json.texts(sorted(issuer.algorithms().stream().map(JwsAlgorithm::wire))))
                .with("types", Json.texts(sorted(issuer.types().stream())))
                .with("tenantClaim", issuer.tenantClaim());
        return authorities(issuer.keys())
                .map(file -> section.with("authorities", file.toString()))
                .orElse(section);
    }

    private static Optional<Path> authorities(AccessSettings.KeySet keys) {
        return switch (keys) {
            case AccessSettings.KeySet.Local ignored -> Optional.empty();
            case AccessSettings.KeySet.Remote remote -> remote.authorities();
        };
    }

    private static String place(AccessSettings.KeySet keys) {
        return switch (keys) {
            case AccessSettings.KeySet.Local local -> "file:" + local.file();
            case AccessSettings.KeySet.Remote remote -> text(remote.url());
        };
    }

    private static String text(FetchUrl url) {
        return url.text();
    }

    private static List<String> exceptions(FetchRules rules) {
        return Stream.concat(
                        sorted(rules.origins().stream().map(Origin::toString)).stream(),
                        rules.networks().stream().map(Object::toString))
                .toList();
    }

    private static Json.Obj sources(SourceSettings sources) {
        Json.Obj section = Json.object()
                .with("allow", Json.texts(sorted(sources.allow().stream().map(Origin::toString))))
                .with(
                        "registries",
                        Json.array(sources.registries().stream()
                                .map(EffectiveSettings::login)
                                .toList()));
        return sources.authorities()
                .map(file -> section.with("authorities", file.toString()))
                .orElse(section);
    }

    private static Json.Obj login(SourceSettings.Login login) {
        Json.Obj section = Json.object()
                .with("registry", login.registry().toString())
                .with("user", login.user())
                .with("password", login.password().toString());
        return login.realm()
                .map(place -> section.with("realm", place.toString()))
                .orElse(section);
    }

    private static Json.Obj mounted(SecretFolders folders) {
        return Json.object()
                .with("docker", folders.docker().toString())
                .with("kubernetes", folders.kubernetes().toString());
    }

    private static Json.Obj vault(VaultServer server) {
        Json.Obj section = Json.object()
                .with("address", server.address().toString())
                .with("authorities", server.authorities().map(Path::toString).orElse(""))
                .with("namespace", server.namespace())
                .with("mount", server.mount());
        return switch (server.login()) {
            case Login.WithToken login -> section.with("token", login.secret().toString());
            case Login.WithAppRole login ->
                section.with("appRole", login.role())
                        .with("appRoleSecret", login.secret().toString())
                        .with("loginMount", login.mount());
            case Login.WithKubernetes login ->
                section.with("kubernetesRole", login.role())
                        .with("kubernetesToken", login.secret().toString())
                        .with("loginMount", login.mount());
        };
    }

    private static List<String> sorted(Stream<String> texts) {
        return texts.sorted().toList();
    }
}
