package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.boundary.vault.RootKeyFolder;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.cli.context.SignedRoot;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.signer.http.TrustRootRoutes;
import dev.exhibit.signer.index.PostgresTrustVersions;
import dev.exhibit.signer.root.PublishTrust;
import dev.exhibit.signer.root.Root;
import dev.exhibit.signer.root.TrustFiles;
import dev.exhibit.signer.root.TrustVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The versions of trust roots, put together. The root key is elsewhere, or in a folder of the installation. */
final class TrustRoom {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration RENEWAL = Duration.ofHours(6);

    private final PublishTrust trust;
    private final DataDirectory data;
    private final TimeRoom time;
    private final Function<TenantId, Call> calls;
    private final Platform platform;

    TrustRoom(
            Settings settings,
            DataDirectory data,
            Database signer,
            TimeRoom time,
            Function<TenantId, Call> calls,
            Platform platform) {
        this.data = data;
        this.time = time;
        this.calls = calls;
        this.platform = platform;
        Optional<String> stamps = Places.timestamps(settings);
        this.trust = new PublishTrust(
                new PostgresTrustVersions(signer, platform.clock()),
                root(settings, data, platform),
                data.installationName(platform.ids()),
                tenant -> new TrustFiles(
                        time.trust(tenant).encode().bytes(),
                        time.signingConfig(stamps).encode().bytes()),
                time.checker,
                platform.clock());
    }

    private static Root root(Settings settings, DataDirectory data, Platform platform) {
        return settings.rootKey()
                .map(file -> new Root(read(file), Optional.empty()))
                .orElseGet(() -> {
                    RootKeyFolder own = RootKeyFolder.find(data.rootKey(), platform.random(), platform.ids())
                            .orElseGet(() -> RootKeyFolder.create(data.rootKey(), platform.random(), platform.ids()));
                    return new Root(own.key(), Optional.of(own::sign));
                });
    }

    /** @throws StartRefusedException for anything but a public key */
    static VerificationKey read(Path file) {
        try {
            return VerificationKey.fromPem(Files.readString(file));
        } catch (MalformedException wrong) {
            throw new StartRefusedException(file + " is no public key in PEM: " + wrong.getMessage(), wrong);
        } catch (IOException failed) {
            throw new StartRefusedException(file + " cannot be read; put it there", failed);
        }
    }

    List<Route> routes() {
        return new TrustRootRoutes(trust).routes();
    }

    HealthCheck check() {
        return HealthCheck.notice("trust-root", trust::problem);
    }

    void keep(TenantId tenant) {
        trust.keep(calls.apply(tenant));
    }

    void keep(Collection<TenantId> tenants) {
        tenants.forEach(this::keep);
    }

    /** Looks often whether anything changed, and now and then whether anything is about to end. */
    void keepUp(Upkeep upkeep, Supplier<? extends Collection<TenantId>> tenants) {
        upkeep.every(LOOK, "changed trust", () -> tenants.get().forEach(tenant -> trust.look(calls.apply(tenant))));
        upkeep.every(RENEWAL, "trust roots", () -> keep(tenants.get()));
    }

    /** What the root signed last for a tenant; what is so now where it has signed nothing yet. */
    Pins pins(TenantId tenant, List<VerificationKey> keys) {
        Optional<TrustVersion> published = trust.findPublished(calls.apply(tenant));
        published.ifPresent(version -> written(version).write(data.clients()));
        trust.believedRoot(published)
                .ifPresent(key -> PrivateFiles.replace(data.publishedRootKey(), Bytes.utf8(key.toPem())));
        Pins.PinnedRoot pinned = published
                .map(version -> new Pins.PinnedRoot(
                        platform.clock().instant(), version.files().trustedRoot(), version.envelope()))
                .orElseGet(() -> Pins.PinnedRoot.unsigned(
                        platform.clock().instant(), time.trust(tenant).encode().bytes()));
        return Pins.ofService(keys, Optional.of(pinned), trust.believedRoot(published));
    }

    private static SignedRoot written(TrustVersion version) {
        return new SignedRoot(
                version.envelope().orElseThrow(),
                version.files().trustedRoot(),
                version.files().signingConfig());
    }
}
