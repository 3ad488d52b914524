package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.secret.LocalSecrets;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.secret.VaultSecrets;
import dev.exhibit.boundary.secret.VaultServer;
import dev.exhibit.boundary.secret.VaultSession;
import dev.exhibit.boundary.tls.ServerTrust;
import javax.net.ssl.SSLContext;

/** Where secrets come from, put together. */
final class SecretsRoom {
    private SecretsRoom() {}

    static Secrets of(Settings settings, Platform platform, OutgoingFetches fetches) {
        LocalSecrets local = new LocalSecrets(settings.mounted(), platform.environment());
        return settings.vault()
                .<Secrets>map(server -> new VaultSecrets(
                        server, way(server, settings, fetches), local, new VaultSession(System::nanoTime)))
                .orElse(local);
    }

    /** The operator names the vault, so its address needs no other exception; nothing else may use this one. */
    private static Fetch way(VaultServer server, Settings settings, OutgoingFetches fetches) {
        SSLContext trust = server.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
        return fetches.to(settings.fetch().and(server.address()), trust);
    }
}
