package dev.exhibit.cli.serve;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.enrolment.RegisteredIdentities;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.token.MemoryReplayGuard;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.index.BatchEnd;
import dev.exhibit.evidence.journal.SealRounds;
import dev.exhibit.signer.RemoteArtifacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What the rooms declare, put together as for a start but with nothing behind it. */
final class DeclaredRoutes {
    private static final Limits LIMITS = Limits.defaults();

    private final Platform platform = Platform.ofProcess(Map.of());
    private final SignatureChecker checker = new SignatureChecker(List.of(CryptoProvider.JDK));
    private final Path folder;

    /** @param folder empty, for the rooms to make their folders in */
    DeclaredRoutes(Path folder) {
        this.folder = folder;
    }

    /** Nobody asks it. */
    private static final class NoDatabase implements Database {
        @Override
        public <T> T inTenant(TenantId tenant, Function<Handle, T> work) {
            throw new IllegalStateException("routes are declared without a database");
        }

        @Override
        public void close() {}
    }

    /** Those behind certificate and token. */
    List<Route> guarded() {
        RegisterRoom register = register();
        LogRoom logs = logs();
        EvidenceRoom evidence = new EvidenceRoom(
                objects(),
                new Metrics(platform.clock(), System::nanoTime),
                new NoDatabase(),
                journal(logs),
                LIMITS,
                Quotas.none(),
                tenant -> {
                    throw new IllegalStateException("no route is called here");
                },
                platform);
        TimeRoom time = new TimeRoom(
                new DataDirectory(folder),
                "a password for no key",
                new NoDatabase(),
                new TenantId("default"),
                LIMITS,
                checker,
                new Metrics(platform.clock(), System::nanoTime),
                platform,
                logs::trust,
                Optional.empty());
        SignerRoom signer = new SignerRoom(
                new NoDatabase(),
                vault(),
                register.identities,
                Settings.defaults(),
                evidence,
                RemoteArtifacts.none(),
                time,
                platform);
        BundleMaker bundles = new BundleMaker(logs::append, time.verifier);
        AttestorRoom attestor = new AttestorRoom(
                signer,
                evidence,
                logs,
                time,
                bundles,
                "test",
                List.of(),
                LIMITS,
                new Metrics(platform.clock(), System::nanoTime),
                platform);
        return Stream.of(
                        signer.routes(bundles),
                        time.routes(),
                        trust(time).routes(),
                        attestor.routes(),
                        evidence.routes(),
                        logs.routes(),
                        new KeepingRoom(new NoDatabase(), objects(), List.of(), platform)
                                .routes(register.people(), LIMITS),
                        register.routes(tenant -> {}, authority().administration(), 1, LIMITS, Quotas.none()))
                .flatMap(List::stream)
                .toList();
    }

    private TrustRoom trust(TimeRoom time) {
        return new TrustRoom(
                Settings.defaults(), new DataDirectory(folder), new NoDatabase(), time, tenant -> nobody(), platform);
    }

    private ObjectStore objects() {
        return DirectoryObjects.open(folder.resolve("objects"), platform.ids());
    }

    private LogRoom logs() {
        return new LogRoom(
                new NoDatabase(),
                objects(),
                vault(),
                BatchEnd.NONE,
                "test",
                new Metrics(platform.clock(), System::nanoTime),
                platform);
    }

    private JournalRoom journal(LogRoom logs) {
        Database none = new NoDatabase();
        Databases databases = new Databases(
                none,
                none,
                none,
                none,
                List.of(),
                List.of(),
                DatabaseSettings.of("jdbc:postgresql://localhost/none", "nobody", Path.of("no-password")));
        return new JournalRoom(none, databases, logs, new SealRounds(), checker, platform);
    }

    /** Those of the authority. */
    List<OpenRoute> open() {
        return authority().routes();
    }

    private AuthorityRoom authority() {
        AuthorityIdentity identity = AuthorityIdentity.of(() -> Origin.parse("https://localhost:8445"), "exhibit");
        AuthorityRoom.Parts parts = new AuthorityRoom.Parts(
                new NoDatabase(),
                vault(),
                id -> Optional.empty(),
                register().clientKeys,
                register().identities,
                new RegisteredIdentities(register().register),
                (key, named, life) -> List.of(),
                place -> jws -> Optional.empty(),
                new MemoryReplayGuard(platform.clock()),
                DeclaredRoutes::nobody);
        return new AuthorityRoom(identity, Optional::empty, parts, LIMITS, checker, platform);
    }

    private RegisterRoom register() {
        return new RegisterRoom(new NoDatabase(), new TenantId("default"), platform);
    }

    private static Call nobody() {
        throw new IllegalStateException("nobody calls while routes are declared");
    }

    private FileVault vault() {
        return new FileVault(folder.resolve("keys"), "a password for no key", platform.random());
    }
}
