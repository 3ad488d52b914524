package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.boundary.vault.VaultSecret;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.boundary.vault.pkcs11.Pkcs11Vault;
import dev.exhibit.boundary.vault.transit.TransitVault;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the signing keys of tenants live, put together.
 *
 * @param vault of the kind that is configured
 * @param settings which one it is
 */
record VaultRoom(Vault vault, VaultSettings settings) {
    /** Nobody's: asking for it shows whether the vault answers. */
    private static final KeyId NOBODY = new KeyId(Hashing.of(Bytes.empty()));

    /** @throws StartRefusedException for a library that cannot be loaded */
    static VaultRoom of(
            Settings settings,
            DataDirectory data,
            Platform platform,
            Secrets secrets,
            OutgoingFetches fetches,
            Closing closing) {
        VaultSettings chosen = settings.keyVault();
        Vault vault = switch (chosen) {
            case VaultSettings.EncryptedFiles files -> files(files, data, platform, secrets);
            case VaultSettings.Pkcs11 token -> closing.opened(token(token, secrets));
            case VaultSettings.Transit server ->
                new TransitVault(
                        server,
                        way(server, settings, fetches),
                        new VaultSecret(secrets, server.token()),
                        platform.ids());
        };
        return new VaultRoom(vault, chosen);
    }

    /** For keys of logs: files of their own, or the same token or server, where they are keys of their own. */
    Vault ofLogs(DataDirectory data, Platform platform) {
        return settings instanceof VaultSettings.EncryptedFiles
                ? new FileVault(data.logKeys(), SecretFile.readPassword(data.keyStorePassword()), platform.random())
                : vault;
    }

    /** Whether the vault answers now. */
    HealthCheck check() {
        return new HealthCheck("signing-keys", this::problem);
    }

    Optional<String> problem() {
        try {
            vault.find(NOBODY);
            return Optional.empty();
        } catch (VaultUnavailableException failed) {
            return Optional.of("the vault of kind " + settings.kind() + ": " + failed.getMessage());
        }
    }

    /** Where a key is, for people. */
    String placeOf(KeyId key) {
        String name = key.hex().substring(0, 16) + "…";
        return switch (settings) {
            case VaultSettings.EncryptedFiles ignored -> "encrypted: keys/" + name + ".p12";
            case VaultSettings.Pkcs11 token -> "in the token " + token.token() + ": " + name;
            case VaultSettings.Transit server -> "in the transit engine at " + server.address() + ": " + name;
        };
    }

    private static FileVault files(
            VaultSettings.EncryptedFiles files, DataDirectory data, Platform platform, Secrets secrets) {
        FileVault own = new FileVault(data.keys(), SecretFile.readPassword(data.keyStorePassword()), platform.random());
        return files.pemPassword()
                .map(password -> own.withPem(new VaultSecret(secrets, password)))
                .orElse(own);
    }

    private static Pkcs11Vault token(VaultSettings.Pkcs11 token, Secrets secrets) {
        try {
            return new Pkcs11Vault(token, new VaultSecret(secrets, token.pin())::read, System::nanoTime);
        } catch (VaultUnavailableException refused) {
            throw new StartRefusedException("vault.library: " + refused.getMessage(), refused);
        }
    }

    /** The operator names the server, so its address needs no other exception; nothing else may use this one. */
    private static Fetch way(VaultSettings.Transit server, Settings settings, OutgoingFetches fetches) {
        SSLContext trust = server.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
        return fetches.to(settings.fetch().and(server.address()), trust);
    }
}
