package dev.exhibit.cli.serve;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.enrolment.RegisteredIdentities;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.PublicLogSettings;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.ToldDatabase;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.ListenerParts;
import dev.exhibit.boundary.http.OpenListener;
import dev.exhibit.boundary.http.OperationsListener;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.ServiceListener;
import dev.exhibit.boundary.http.TokenRights;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.InstallationNames;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.token.AccessCheck;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.boundary.vault.WatchedVault;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.cli.BuildFacts;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.index.JournalHeads;
import dev.exhibit.evidence.journal.SealRounds;
import dev.exhibit.signer.KeyRecord;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Builds the whole service with {@code new}, from the ground up; reads as the picture in ARCHITECTURE.md. */
public final class Wiring {
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration RENEWAL = Duration.ofHours(6);
    private static final Duration RELOAD = Duration.ofSeconds(5);

    private final Settings settings;
    private final DataDirectory data;
    private final Platform platform;
    private final Consumer<String> report;
    private final Closing closing = new Closing();
    private final Places places;
    private final Limits limits;
    private final Metrics metrics;
    private final SignatureChecker checker =
            new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.BOUNCY_CASTLE, CryptoProvider.JDK));

    private Wiring(Settings settings, DataDirectory data, Platform platform, Consumer<String> report) {
        this.settings = settings;
        this.data = data;
        this.platform = platform;
        this.report = report;
        this.limits = settings.limits();
        this.places = new Places(settings);
        this.metrics = new Metrics(platform.clock(), System::nanoTime);
    }

    /**
     * Starts the service and answers when it takes requests. What was opened is closed again if that fails.
     *
     * @param report told, in a line each, what a person at the terminal wants to know
     */
    public static RunningService start(
            Settings settings, DataDirectory data, Platform platform, Consumer<String> report) {
        Wiring wiring = new Wiring(settings, data, platform, report);
        Runtime.getRuntime().addShutdownHook(new Thread(wiring.closing::close, "shutdown"));
        try {
            return wiring.build();
        } catch (RuntimeException failed) {
            wiring.closing.close();
            throw failed;
        }
    }

    private RunningService build() {
        ReloadableTls.refuseRenegotiation(); // before the first handshake of any kind
        // 1. The ground: a directory of our own, certificates, identities, databases, and the way out.
        OutgoingFetches fetches = new OutgoingFetches(limits.fetch(), closing);
        SealRounds sealing = new SealRounds();
        Ground ground = Ground.lay(
                settings, data, platform, checker, fetches, closing, this::ownCall, sealing::touched, report);

        // 2. The rooms, joined here and nowhere else. Signatures are checked natively where that loads on this machine.
        VaultRoom vault = VaultRoom.of(settings, data, platform, ground.secrets(), fetches, closing);
        StoreRoom store = StoreRoom.of(settings, data, platform, ground.secrets(), closing);
        LogRoom logs = new LogRoom(
                ground.databases().evidence(),
                store.objects(),
                vault.ofLogs(data, platform),
                new JournalHeads(),
                data.installationName(platform.ids()),
                metrics,
                platform);
        Database told = new ToldDatabase(ground.databases().evidence(), tenant -> {
            logs.grow.touched(tenant);
            sealing.touched(tenant);
        });
        JournalRoom journal = new JournalRoom(told, ground.databases(), logs, sealing, checker, platform);
        EvidenceRoom evidence = new EvidenceRoom(
                store.objects(), metrics, told, journal, limits, ground.quotas(), this::ownCall, platform);
        KeepingRoom keeping = new KeepingRoom(told, store.objects(), settings.retention(), platform);
        ScrubRoom scrub = new ScrubRoom(
                settings.scrub(), ground.databases(), store.objects(), logs, checker, data.checks(), platform);
        EventsRoom events = EventsRoom.of(settings, ground.databases().evidence(), ground.secrets(), platform, fetches);
        TimeRoom time = TimeRoom.of(
                settings, data, ground.databases().signer(), checker, metrics, platform, fetches, logs::trust, closing);
        SignerRoom signer = new SignerRoom(
                ground.databases().signer(),
                new WatchedVault(vault.vault(), ground.traces(), metrics::signed),
                ground.register().identities,
                settings,
                evidence,
                SourcesRoom.of(settings, ground.secrets(), fetches),
                time,
                platform);
        TrustRoom trust = new TrustRoom(settings, data, ground.databases().signer(), time, this::ownCall, platform);
        BundleMaker bundles = new BundleMaker(logs::append, time.verifier);
        AttestorRoom attestor = new AttestorRoom(
                signer,
                evidence,
                logs,
                time,
                bundles,
                data.installationName(platform.ids()),
                settings.predicates(),
                limits,
                metrics,
                platform);

        // 3. What a restart has to put right, and the tenants' keys.
        TenantKeys keys = new TenantKeys(signer.keys, vault, this::ownCall, report);
        keys.ensure(ground.register().tenants());
        logs.ensure(ground.register().tenants());
        ground.register().tenants().forEach(tenant -> logs.publish(tenant, data.clients()));
        trust.keep(ground.register().tenants());
        Consumer<TenantId> made = tenant -> {
            keys.ensure(tenant);
            logs.ensure(tenant);
            logs.publish(tenant, data.clients());
            trust.keep(tenant);
        };
        logs.keepUp(closing, ground.register()::tenants);
        attestor.keepUp(closing, ground.register()::tenants, this::ownCall);
        KeysAtHand atHand = new KeysAtHand(vault.vault());
        warnOfPower();

        // 4. Who is let in: the authority listens first, because services name it in what they take.
        ListenerParts parts = parts(Upkeep.thread(closing, "guard"), ground);
        AccessRoom access =
                new AccessRoom(settings, ground.databases().boundary(), ground.secrets(), platform, fetches, closing);
        Optional<Issuing> issuing =
                settings.authority().enabled() ? Optional.of(issuing(ground, access, parts)) : Optional.empty();

        // 5. The other listeners.
        List<Route> routes = Stream.of(
                        signer.routes(bundles),
                        time.routes(),
                        trust.routes(),
                        attestor.routes(),
                        evidence.routes(),
                        logs.routes(),
                        keeping.routes(ground.register().people(), limits),
                        ground.register()
                                .routes(
                                        made,
                                        issuing.map(authority ->
                                                        authority.room().administration())
                                                .orElseGet(List::of),
                                        settings.registry().approvals(),
                                        limits,
                                        ground.quotas()))
                .flatMap(List::stream)
                .toList();
        AccessCheck check = access.check(
                issuing.map(authority -> authority.room().trusted()), checker, platform, places::isService);
        ServiceListener service = service(ground, routes, check, parts);
        Optional<PublicLogs> publicLogs = Optional.of(settings.publicLogs())
                .filter(PublicLogSettings::isEnabled)
                .map(open -> PublicLogs.serve(open, logs.reader, ground.tls(), limits, parts, closing));
        OperationsListener operations = operations(
                ApiDocument.of(
                        routes,
                        issuing.map(authority -> authority.room().routes()).orElseGet(List::of),
                        BuildFacts.read().version()),
                Stream.of(
                                Health.checks(
                                        service::problem,
                                        () -> signer.keys.list(ownCall(settings.tenant())),
                                        () -> evidence.fetchBlob.find(
                                                ownCall(settings.tenant()), Hashing.of(Bytes.empty())),
                                        store.check()),
                                List.of(
                                        vault.check(),
                                        atHand.check(),
                                        logs.check(),
                                        attestor.check(),
                                        journal.check(),
                                        scrub.check()),
                                events.checks(),
                                access.checks(),
                                ground.tls().checks(),
                                ground.register().notices(settings, this::ownCall),
                                time.checks(),
                                List.of(trust.check(), HealthCheck.notice("entitlements", ground.quotas()::problem)),
                                Dependencies.watched(ground.databases(), access, store, metrics),
                                publicLogs.map(PublicLogs::check).stream().toList(),
                                issuing.map(Issuing::checks).orElseGet(List::of))
                        .flatMap(List::stream)
                        .toList(),
                parts);

        // 6. What goes on in the background.
        journal.keepUp(new Upkeep(closing, "seals"), this::ownCall, ground.register()::tenants);
        Upkeep later = new Upkeep(closing, "events");
        events.keepUp(later, ground.register()::tenants);
        keeping.keepUp(later, this::ownCall, ground.register()::tenants);
        trust.keepUp(later, ground.register()::tenants);
        scrub.keepUp(new Upkeep(closing, "checks"), ground.register()::tenants);
        evidence.keepUp(closing, ground.register()::tenants, report);
        keepUp(ground, signer, keys, made, atHand, time, access, issuing);

        // 7. Ready: said to clients and scripts.
        return announce(
                service,
                operations,
                issuing,
                publicLogs,
                ground,
                trust.pins(settings.tenant(), keys.trusted(settings.tenant())));
    }

    /** The authority, and where it listens. */
    private record Issuing(AuthorityRoom room, OpenListener listener, URI address) {
        List<HealthCheck> checks() {
            return List.of(
                    new HealthCheck("authority-listener", listener::problem),
                    Health.database("authority-database", room.keys::published));
        }

        FirstClients.TokenEndpoint tokens(String audience) {
            return new FirstClients.TokenEndpoint(URI.create(address + AuthorityIdentity.TOKEN_PATH), audience);
        }
    }

    private Issuing issuing(Ground ground, AccessRoom access, ListenerParts parts) {
        AuthorityIdentity identity =
                AuthorityIdentity.of(places::issuer, settings.access().audience());
        AuthorityRoom room = new AuthorityRoom(
                identity,
                places::service,
                new AuthorityRoom.Parts(
                        ground.databases().authority(),
                        new FileVault(
                                data.tokenKeys(), SecretFile.readPassword(data.keyStorePassword()), platform.random()),
                        ground.register().clients(),
                        ground.register().clientKeys,
                        ground.register().identities,
                        new RegisteredIdentities(ground.register().register),
                        ground.certificates().issuer(),
                        access.jobKeys(),
                        access.replays(),
                        () -> ownCall(settings.tenant())),
                limits,
                checker,
                platform);
        room.keys.upkeep();
        OpenListener listener = new OpenListener(
                OpenListener.Callers.AUTHORITY,
                Places.of(settings.authority()),
                ground.tls().material(),
                room.routes(),
                limits,
                parts);
        listener.start();
        ground.tls().serve(listener);
        places.authorityListens(listener.port());
        return new Issuing(room, closing.opened(listener), URI.create(identity.name()));
    }

    private ServiceListener service(Ground ground, List<Route> routes, AccessCheck access, ListenerParts parts) {
        ServiceListener service = new ServiceListener(
                Places.of(settings.listen()),
                ground.tls().material(),
                routes,
                ground.register().identities,
                new TokenRights(access),
                limits,
                parts);
        service.start();
        ground.tls().serve(service);
        places.serviceListens(service.port());
        return closing.opened(service);
    }

    private OperationsListener operations(Json.Obj api, List<HealthCheck> checks, ListenerParts parts) {
        OperationsListener operations = new OperationsListener(
                Places.of(settings.operations()), checks, BuildFacts.read().document(), api, limits, parts);
        operations.start();
        return closing.opened(operations);
    }

    private void keepUp(
            Ground ground,
            SignerRoom signer,
            TenantKeys keys,
            Consumer<TenantId> made,
            KeysAtHand atHand,
            TimeRoom time,
            AccessRoom access,
            Optional<Issuing> issuing) {
        Upkeep upkeep = new Upkeep(closing, "upkeep");
        upkeep.every(limits.clock().every(), "clocks", time.watch::look);
        upkeep.every(limits.clock().every(), "clocks elsewhere", time::listen);
        upkeep.every(
                SWEEP, "intents", () -> ground.register().tenants().forEach(known -> signer.sweep.run(ownCall(known))));
        KeyAges ages = new KeyAges(platform.clock(), metrics);
        upkeep.every(SWEEP, "keys", () -> {
            List<KeyRecord> known = keys.of(ground.register().tenants());
            ages.refresh(known);
            atHand.look(known);
        });
        upkeep.every(
                RENEWAL, "destroyed keys", () -> ground.register().tenants().forEach(keys::finishDestruction));
        upkeep.every(RENEWAL, "certificates", ground.certificates()::ensure);
        upkeep.every(RELOAD, "changed certificates", ground.tls()::refresh);
        upkeep.every(RELOAD, "policy files", () -> {
            ground.register().reload(made);
            access.reload();
            ground.quotas().refresh();
        });
        upkeep.every(limits.access().keySets().retry(), "issuer keys", access::refresh);
        issuing.ifPresent(authority -> upkeep.every(SWEEP, "token keys", authority.room().keys::upkeep));
    }

    private RunningService announce(
            ServiceListener service,
            OperationsListener operations,
            Optional<Issuing> issuing,
            Optional<PublicLogs> publicLogs,
            Ground ground,
            Pins believed) {
        URI address = URI.create("https://" + Places.host(settings.listen().address()) + ":" + service.port());
        URI operationsAddress =
                URI.create("http://" + Places.host(settings.operations().address()) + ":" + operations.port());
        ground.clients()
                .writeContexts(
                        address,
                        ground.tls().authorityPem(ground.certificates().authorityPem()),
                        issuing.map(
                                authority -> authority.tokens(settings.access().audience())),
                        believed);
        RunningService running = new RunningService(
                address,
                operationsAddress,
                issuing.map(Issuing::address),
                publicLogs.map(PublicLogs::address),
                closing);
        PrivateFiles.replace(data.running(), CanonicalJson.of(running.facts()).bytes());
        return running;
    }

    private void warnOfPower() {
        if (settings.custody().isOneEnough()) {
            report.accept(
                    "one key custodian alone may revoke or destroy signing keys; set custody.revoke and custody.destroy to demand two");
        }
    }

    /** The service's own acts, in the audit under its own name. */
    private Call ownCall(TenantId tenant) {
        return new Call(new Caller(tenant, InstallationNames.SERVICE, Role.OPERATOR), correlationId());
    }

    private CorrelationId correlationId() {
        return new CorrelationId(platform.ids().get().toString());
    }

    private ListenerParts parts(ScheduledExecutorService scheduler, Ground ground) {
        return new ListenerParts(
                platform.clock(),
                System::nanoTime,
                this::correlationId,
                platform.random(),
                scheduler,
                metrics,
                ground.traces(),
                ground.quotas());
    }
}
