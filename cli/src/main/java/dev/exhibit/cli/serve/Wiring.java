package dev.exhibit.cli.serve;

import dev.exhibit.attestor.Attestor;
import dev.exhibit.attestor.http.AttestorRoutes;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.embedded.DirectoryLock;
import dev.exhibit.boundary.http.ListenerParts;
import dev.exhibit.boundary.http.OperationsListener;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.ServiceListener;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.FileIdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.Issued;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.cli.BuildFacts;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.evidence.DeriveSlice;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.FindEvidence;
import dev.exhibit.evidence.Reconcile;
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.ReplayDerivation;
import dev.exhibit.evidence.StoreAttestation;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.DirectoryBlobStore;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.http.EvidenceRoutes;
import dev.exhibit.evidence.index.PostgresEvidenceIndex;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.IntentSweep;
import dev.exhibit.signer.KeyDirectory;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.http.SignerRoutes;
import dev.exhibit.signer.index.PostgresIntentLog;
import dev.exhibit.signer.index.PostgresKeyDirectory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Builds the whole service with {@code new}, from the ground up; reads as the picture in ARCHITECTURE.md. */
public final class Wiring {
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration RENEWAL = Duration.ofHours(6);

    private final Settings settings;
    private final DataDirectory data;
    private final Platform platform;
    private final Consumer<String> report;
    private final Closing closing = new Closing();

    private Wiring(Settings settings, DataDirectory data, Platform platform, Consumer<String> report) {
        this.settings = settings;
        this.data = data;
        this.platform = platform;
        this.report = report;
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
        // 1. The ground: a directory of our own, certificates, identities, databases.
        data.prepare();
        closing.opened(DirectoryLock.acquire(data.run()));
        data.forgetRunning();
        closing.opened(data::forgetRunning);
        TenantId tenant = settings.tenant();
        LocalCertificates certificates = new LocalCertificates(data, tenant, settings.listen(), platform);
        certificates.made().ifPresent(report);
        certificates.ensure().forEach(this::tell);
        FirstClients clients = new FirstClients(data, certificates, tenant.value());
        clients.register();
        FileIdentityRegistry identities = FileIdentityRegistry.read(data.identities());
        Databases databases = Databases.open(settings, data, platform, report, closing);

        // 2. The evidence store.
        Limits limits = settings.limits();
        BlobStore blobs = DirectoryBlobStore.open(data.blobs(), platform.ids());
        EvidenceIndex index = new PostgresEvidenceIndex(databases.evidence());
        StoreBlob storeBlob = new StoreBlob(blobs, index, limits, platform.clock());
        FetchBlob fetchBlob = new FetchBlob(blobs, index);
        FindEvidence find = new FindEvidence(index);
        StoreAttestation storeAttestation = new StoreAttestation(blobs, index, platform.clock());
        EvidenceRoutes evidence = new EvidenceRoutes(
                storeBlob,
                fetchBlob,
                new RegisterEvidence(fetchBlob, index, limits, platform.clock()),
                find,
                new DeriveSlice(blobs, index, limits, platform.clock()),
                new ReplayDerivation(blobs, index, Functions.standard(), limits),
                limits);

        // 3. The signer. Signatures are checked natively where that loads on this machine.
        SignatureChecker checker = new SignatureChecker(
                List.of(CryptoProvider.CORRETTO, CryptoProvider.BOUNCY_CASTLE, CryptoProvider.JDK));
        Vault vault = new FileVault(data.keys(), SecretFile.readPassword(data.keyStorePassword()), platform.random());
        IntentLog intents = new PostgresIntentLog(databases.signer(), platform.clock(), platform.ids());
        KeyDirectory directory = new PostgresKeyDirectory(databases.signer(), platform.clock());
        SigningKeys keys = new SigningKeys(directory, vault);
        Signer signer = new Signer(identities, limits, new LocalArtifacts(fetchBlob), intents, vault, checker);

        // 4. The attestor, joined to both.
        Attestor attestor =
                new Attestor(new LocalSigning(signer), new LocalEvidence(storeBlob, storeAttestation), checker);

        // 5. What a restart has to put right, and the tenant's key.
        identities.tenants().forEach(known -> ensureKey(keys, known));
        tell(new Reconcile(blobs, index).run(identities.tenants()));

        // 6. The listeners.
        ListenerParts parts = parts(closing.opened(scheduler("guard")));
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SignerRoutes(signer, keys, limits, checker).routes());
        routes.addAll(new AttestorRoutes(attestor, limits).routes());
        routes.addAll(evidence.routes());
        ServiceListener service = new ServiceListener(
                address(settings.listen()), certificates.material(), routes, identities, limits, parts);
        OperationsListener operations = new OperationsListener(
                address(settings.operations()),
                Health.checks(
                        service::problem,
                        () -> keys.list(ownCall(tenant)),
                        () -> fetchBlob.find(ownCall(tenant), Hashing.of(Bytes.empty())),
                        data.blobs()),
                version(),
                limits,
                parts);
        service.start();
        closing.opened(service);
        operations.start();
        closing.opened(operations);

        // 7. What goes on in the background.
        Upkeep upkeep = new Upkeep(closing.opened(scheduler("upkeep")));
        IntentSweep sweep = new IntentSweep(intents, platform.clock(), limits.intentTime());
        upkeep.every(SWEEP, "intents", () -> identities.tenants().forEach(known -> sweep.run(ownCall(known))));
        upkeep.every(RENEWAL, "certificates", () -> renew(certificates, service));

        // 8. Ready: said to clients and scripts.
        return announce(service, operations, clients, activeKeys(keys, ownCall(tenant)));
    }

    private RunningService announce(
            ServiceListener service, OperationsListener operations, FirstClients clients, List<VerificationKey> keys) {
        URI address = URI.create("https://" + host(settings.listen().address()) + ":" + service.port());
        URI operationsAddress =
                URI.create("http://" + host(settings.operations().address()) + ":" + operations.port());
        clients.writeContexts(address, keys);
        Json.Obj facts = Json.object()
                .with("address", address.toString())
                .with("operations", operationsAddress.toString())
                .with("pid", ProcessHandle.current().pid());
        PrivateFiles.replace(data.running(), CanonicalJson.of(facts).bytes());
        return new RunningService(address, operationsAddress, closing);
    }

    private void renew(LocalCertificates certificates, ServiceListener service) {
        List<Issued> renewed = certificates.ensure();
        if (renewed.stream().anyMatch(issued -> issued.keyStore().equals(certificates.serverKeyStore()))) {
            service.reload(certificates.material());
        }
    }

    private void ensureKey(SigningKeys keys, TenantId tenant) {
        Call call = ownCall(tenant);
        boolean first = keys.list(call).isEmpty();
        KeyRecord active = keys.ensureActive(call);
        if (first) {
            report.accept("made a signing key for tenant " + tenant + ", ECDSA P-256, encrypted: keys/"
                    + active.key().id().hex().substring(0, 16) + "….p12");
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

    private static Json.Obj version() {
        BuildFacts facts = BuildFacts.read();
        return Json.object()
                .with("version", facts.version())
                .with("commit", facts.commit().orElse("unknown"))
                .with("uncommittedChanges", facts.dirty())
                .with("java", Runtime.version().toString());
    }

    private static List<VerificationKey> activeKeys(SigningKeys keys, Call call) {
        return keys.list(call).stream()
                .filter(record -> record.state() == KeyState.ACTIVE)
                .map(KeyRecord::key)
                .toList();
    }

    /** The service's own acts, in the audit under its own name. */
    private Call ownCall(TenantId tenant) {
        return new Call(
                new Caller(tenant, new ServiceIdentity("spiffe://exhibit.internal/service"), Role.OPERATOR),
                correlationId());
    }

    private CorrelationId correlationId() {
        return new CorrelationId(platform.ids().get().toString());
    }

    private ListenerParts parts(ScheduledExecutorService scheduler) {
        return new ListenerParts(platform.clock(), System::nanoTime, this::correlationId, platform.random(), scheduler);
    }

    /** One thread each: the guard must not wait for upkeep that waits for the database. */
    private static ScheduledExecutorService scheduler(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    private static InetSocketAddress address(Settings.Endpoint endpoint) {
        return new InetSocketAddress(endpoint.address(), endpoint.port());
    }

    /** What clients put into their address: a name that the server's certificate has. */
    private static String host(String address) {
        return switch (address) {
            case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
            default -> address.contains(":") ? "[" + address + "]" : address;
        };
    }
}
