package dev.exhibit.cli.serve;

import dev.exhibit.attestor.Attestor;
import dev.exhibit.attestor.http.AttestorRoutes;
import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.enrolment.RegisteredIdentities;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.embedded.DirectoryLock;
import dev.exhibit.boundary.entitlement.Quotas;
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
import dev.exhibit.boundary.pki.Issued;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.tls.ReloadableTls;
import dev.exhibit.boundary.token.AccessCheck;
import dev.exhibit.boundary.trace.Traces;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.boundary.vault.WatchedVault;
import dev.exhibit.cli.BuildFacts;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.Reconcile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
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
        Ground ground = ground(fetches);

        // 2. The rooms, joined here and nowhere else. Signatures are checked natively where that loads on this machine.
        EvidenceRoom evidence =
                new EvidenceRoom(data.blobs(), ground.databases().evidence(), limits, ground.quotas(), platform);
        TimeRoom time =
                TimeRoom.of(settings, data, ground.databases().signer(), checker, metrics, platform, fetches, closing);
        VaultRoom vault = VaultRoom.of(settings, data, platform, ground.secrets(), fetches, closing);
        SignerRoom signer = new SignerRoom(
                ground.databases().signer(),
                new WatchedVault(vault.vault(), ground.traces(), metrics::signed),
                ground.register().identities,
                settings,
                evidence,
                SourcesRoom.of(settings, ground.secrets(), fetches),
                time,
                platform);
        Attestor attestor = new Attestor(
                new LocalSigning(signer.signer),
                new LocalEvidence(evidence.storeBlob, evidence.storeAttestation),
                time.verifier);

        // 3. What a restart has to put right, and the tenants' keys.
        TenantKeys keys = new TenantKeys(signer.keys, vault, this::ownCall, report);
        keys.ensure(ground.register().tenants());
        KeysAtHand atHand = new KeysAtHand(vault.vault());
        warnOfPower();
        tell(evidence.reconcile().run(ground.register().tenants()));

        // 4. Who is let in: the authority listens first, because services name it in what they take.
        ListenerParts parts = parts(closing.opened(scheduler("guard")), ground);
        AccessRoom access =
                new AccessRoom(settings, ground.databases().boundary(), ground.secrets(), platform, fetches, closing);
        Optional<Issuing> issuing =
                settings.authority().enabled() ? Optional.of(issuing(ground, access, parts)) : Optional.empty();

        // 5. The other listeners.
        List<Route> routes = Stream.of(
                        signer.routes(),
                        time.routes(),
                        new AttestorRoutes(attestor, limits).routes(),
                        evidence.routes(),
                        ground.register()
                                .routes(
                                        keys::ensure,
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
                                        data.blobs()),
                                List.of(vault.check(), atHand.check()),
                                access.checks(),
                                ground.tls().checks(),
                                ground.register().notices(settings, this::ownCall),
                                time.checks(),
                                List.of(HealthCheck.notice("entitlements", ground.quotas()::problem)),
                                Dependencies.watched(ground.databases(), access, metrics),
                                issuing.map(Issuing::checks).orElseGet(List::of))
                        .flatMap(List::stream)
                        .toList(),
                parts);

        // 6. What goes on in the background.
        keepUp(ground, signer, keys, atHand, time, access, issuing);

        // 7. Ready: said to clients and scripts.
        return announce(
                service,
                operations,
                issuing,
                ground,
                new FirstClients.Believed(
                        keys.trusted(settings.tenant()),
                        time.timestamps.trust(),
                        platform.clock().instant()));
    }

    private record Ground(
            LocalCertificates certificates,
            TlsRoom tls,
            FirstClients clients,
            Secrets secrets,
            Databases databases,
            RegisterRoom register,
            Traces traces,
            Quotas quotas) {}

    private Ground ground(OutgoingFetches fetches) {
        data.prepare();
        closing.opened(DirectoryLock.acquire(data.run()));
        data.forgetRunning();
        closing.opened(data::forgetRunning);
        LocalCertificates certificates = new LocalCertificates(data, settings.tenant(), settings.listen(), platform);
        certificates.made().ifPresent(report);
        certificates.ensure().forEach(this::tell);
        FirstClients clients =
                new FirstClients(data, certificates, settings.tenant().value());
        clients.register();
        Quotas quotas = settings.entitlements()
                .map(files -> Quotas.follow(files, checker, platform.clock()))
                .orElseGet(Quotas::none);
        Secrets secrets = SecretsRoom.of(settings, platform, fetches);
        Traces traces = closing.opened(TracesRoom.of(settings, platform, secrets, fetches));
        TlsRoom tls = new TlsRoom(settings, data, secrets, platform, checker);
        Databases databases = Databases.open(settings, data, platform, secrets, traces, report, closing);
        RegisterRoom register = new RegisterRoom(databases.boundary(), settings.tenant(), platform);
        register.follow(data.identities(), this::ownCall, report);
        return new Ground(certificates, tls, clients, secrets, databases, register, traces, quotas);
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
                Places.of(settings.authority()), ground.tls().material(), room.routes(), limits, parts);
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
            KeysAtHand atHand,
            TimeRoom time,
            AccessRoom access,
            Optional<Issuing> issuing) {
        Upkeep upkeep = new Upkeep(closing.opened(scheduler("upkeep")));
        upkeep.every(limits.clock().every(), "clocks", time.watch::look);
        upkeep.every(limits.clock().every(), "clocks elsewhere", time::listen);
        upkeep.every(
                SWEEP, "intents", () -> ground.register().tenants().forEach(known -> signer.sweep.run(ownCall(known))));
        KeyAges ages = new KeyAges(platform.clock(), metrics);
        upkeep.every(
                SWEEP, "key ages", () -> ages.refresh(keys.of(ground.register().tenants())));
        upkeep.every(
                SWEEP,
                "keys at hand",
                () -> atHand.look(keys.of(ground.register().tenants())));
        upkeep.every(
                RENEWAL, "destroyed keys", () -> ground.register().tenants().forEach(keys::finishDestruction));
        upkeep.every(RENEWAL, "certificates", ground.certificates()::ensure);
        upkeep.every(RELOAD, "changed certificates", ground.tls()::refresh);
        upkeep.every(RELOAD, "policy files", () -> {
            ground.register().reload(keys::ensure);
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
            Ground ground,
            FirstClients.Believed believed) {
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
        Json.Obj facts = Json.object()
                .with("address", address.toString())
                .with("operations", operationsAddress.toString())
                .with("pid", ProcessHandle.current().pid());
        Optional<URI> issuer = issuing.map(Issuing::address);
        Json.Obj all =
                issuer.map(place -> facts.with("authority", place.toString())).orElse(facts);
        PrivateFiles.replace(data.running(), CanonicalJson.of(all).bytes());
        return new RunningService(address, operationsAddress, issuer, closing);
    }

    private void warnOfPower() {
        if (settings.custody().isOneEnough()) {
            report.accept(
                    "one key custodian alone may revoke or destroy signing keys; set custody.revoke and custody.destroy to demand two");
        }
    }

    private void tell(Issued issued) {
        report.accept("made " + data.root().relativize(issued.keyStore()) + ", good until "
                + issued.end().toString().substring(0, 10));
    }

    private void tell(Reconcile.Report found) {
        if (found.missing() > 0) {
            report.accept("MISSING: " + found.missing() + " of " + found.known()
                    + " stored blobs are gone from disk; see the log");
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

    /** One thread each: the guard must not wait for upkeep that waits for the database. */
    private static ScheduledExecutorService scheduler(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }
}
