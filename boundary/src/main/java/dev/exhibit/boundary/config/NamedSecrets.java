package dev.exhibit.boundary.config;

import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.secret.VaultServer;
import dev.exhibit.boundary.store.StoreSettings;
import dev.exhibit.boundary.tls.TlsSettings;
import dev.exhibit.boundary.token.valkey.ValkeyServer;
import dev.exhibit.boundary.trace.Collector;
import dev.exhibit.boundary.vault.VaultSettings;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every secret that a configuration names.
 *
 * @param byKey where each is, by its key
 */
record NamedSecrets(SortedMap<String, SecretReference> byKey) {
    NamedSecrets {
        byKey = Collections.unmodifiableSortedMap(new TreeMap<>(byKey));
    }

    static NamedSecrets of(
            Settings.Database database,
            AccessSettings access,
            SourceSettings sources,
            EventSettings events,
            Optional<VaultServer> vault,
            VaultSettings keyVault,
            StoreSettings store,
            Optional<Collector> traces,
            TlsSettings tls) {
        SortedMap<String, SecretReference> named = new TreeMap<>(tls.secrets());
        if (database instanceof Settings.Database.External external) {
            named.put("database.migrationPassword", external.migration().password());
            external.rooms().forEach((room, login) -> named.put("database." + room + "Password", login.password()));
        }
        store.secrets().forEach((key, secret) -> named.put("store." + key, secret));
        keyVault.secrets().forEach((key, secret) -> named.put("vault." + key, secret));
        vault.map(VaultServer::login).ifPresent(login -> named.put(keyOf(login), login.secret()));
        traces.flatMap(Collector::token).ifPresent(token -> named.put("traces.token", token));
        access.replay().flatMap(ValkeyServer::password).ifPresent(password -> named.put("replay.password", password));
        for (int i = 0; i < sources.registries().size(); i++) {
            named.put(
                    "sources.registries[" + i + "].password",
                    sources.registries().get(i).password());
        }
        for (int i = 0; i < events.webhooks().size(); i++) {
            named.put(
                    "events.webhooks[" + i + "].secret",
                    events.webhooks().get(i).secret());
        }
        return new NamedSecrets(named);
    }

    /** @throws StartRefusedException where one is in a vault and there is none */
    void demandVault(Optional<VaultServer> vault) {
        byKey.forEach((key, reference) -> {
            if (reference instanceof SecretReference.OfVault && vault.isEmpty()) {
                throw new StartRefusedException(key + " leads to a vault; say where it is with kv.address");
            }
        });
    }

    /** @throws StartRefusedException where one is in the environment */
    void demandNoEnvironment() {
        byKey.forEach((key, reference) -> {
            if (reference instanceof SecretReference.OfEnvironment) {
                throw new StartRefusedException(key + ": the production profile takes no secret from the environment,"
                        + " which every child process and crash report gets; put it into a file, a mount or a vault");
            }
        });
    }

    private static String keyOf(VaultServer.Login login) {
        return switch (login) {
            case VaultServer.Login.WithToken ignored -> "kv.token";
            case VaultServer.Login.WithAppRole ignored -> "kv.appRoleSecret";
            case VaultServer.Login.WithKubernetes ignored -> "kv.kubernetesToken";
        };
    }
}
