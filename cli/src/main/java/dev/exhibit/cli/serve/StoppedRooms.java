package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.embedded.DirectoryLock;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.InstallationNames;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.StoreSettings;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.log.LogKeys;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/**
 * What of an installation can be looked at without its service: beside a service that runs, where the database is a server of
 * its own, and else in its place.
 */
record StoppedRooms(
        Databases databases,
        ObjectStore objects,
        LogKeys keys,
        SignatureChecker checker,
        RegisterRoom register,
        Secrets secrets,
        Platform platform) {
    /**
     * Opens them, and starts the embedded database where that is configured.
     *
     * @param make whether schemas are made where there are none
     * @param report told, in a line each, what takes time
     * @throws StartRefusedException where there is no installation
     */
    static StoppedRooms open(
            Settings settings,
            DataDirectory data,
            Platform platform,
            boolean make,
            Consumer<String> report,
            Closing closing) {
        if (!Files.isDirectory(data.root())) {
            throw new StartRefusedException("there is no data directory " + data.root() + "; name it with --data");
        }
        data.check();
        if (make || settings.database() instanceof Settings.Database.Embedded) {
            closing.opened(DirectoryLock.acquire(data.run()));
        }
        OutgoingFetches fetches = new OutgoingFetches(settings.limits().fetch(), closing);
        Secrets secrets = SecretsRoom.of(settings, platform, fetches);
        VaultRoom vault = VaultRoom.of(settings, data, platform, secrets, fetches, closing);
        ObjectStore objects = objects(settings, data, platform, secrets, closing);
        Databases databases = make
                ? Databases.prepare(settings, data, platform, secrets, report, closing)
                : Databases.look(settings, data, platform, secrets, report, closing);
        return new StoppedRooms(
                databases,
                objects,
                new LogKeys(vault.ofLogs(data, platform), platform.ids()),
                SignatureChecker.standard(),
                new RegisterRoom(databases.boundary(), settings.tenant(), platform),
                secrets,
                platform);
    }

    private static ObjectStore objects(
            Settings settings, DataDirectory data, Platform platform, Secrets secrets, Closing closing) {
        return switch (settings.store()) {
            case StoreSettings.Directory ignored -> DirectoryObjects.beside(data.blobs(), platform.ids());
            case BucketSettings bucket ->
                StoreRoom.open(bucket, settings, platform, secrets, closing).objects();
        };
    }

    List<TenantId> tenants() {
        return register.tenants();
    }

    /** The service's own act. */
    Call call(TenantId tenant) {
        return new Call(
                new Caller(tenant, InstallationNames.SERVICE, Role.OPERATOR),
                new CorrelationId(platform.ids().get().toString()));
    }
}
