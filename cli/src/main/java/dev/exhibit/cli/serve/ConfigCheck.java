package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.AccessSettings;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.entitlement.EntitlementReader;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.register.IdentityList;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.token.FixedKeys;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.crypto.key.SignatureChecker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries all that a start would read, and starts nothing: secrets, files that the settings name, the registry of
 * identities, the key stores. Writes nothing; asks no server but a vault, and a token for whether it takes
 * the PIN.
 */
final class ConfigCheck {
    private static final String MADE = "is made at the first start";
    private static final String TLS = "certificates, authorities and revocation lists";

    private final List<Finding> findings = new ArrayList<>();

    static List<Finding> run(Settings settings, DataDirectory data, Platform platform) {
        ConfigCheck check = new ConfigCheck();
        try (Closing closing = new Closing()) {
            check.all(settings, data, platform, closing);
        }
        return List.copyOf(check.findings);
    }

    private void all(Settings settings, DataDirectory data, Platform platform, Closing closing) {
        // 1. Files that keys name.
        settings.files().forEach((key, file) -> attempt(key, file.toString(), () -> demandReadable(file)));
        settings.access().issuers().forEach(issuer -> keySet(issuer, settings));
        if (!settings.timestamps().external().isEmpty()) {
            attempt("timestamps.external", "each authority has a sound chain", () -> {
                var unused = OtherTimestamps.authorities(settings.timestamps(), SignatureChecker.standard());
            });
        }
        settings.rootKey()
                .ifPresent(file -> attempt("trustRoot", file + " is a public key", () -> {
                    var unused = TrustRoom.read(file);
                }));
        settings.entitlements()
                .ifPresent(files -> attempt(
                        "entitlements",
                        files.file() + ", signed and in its time",
                        () -> EntitlementReader.check(
                                files,
                                SignatureChecker.standard(),
                                platform.clock().instant())));
        // 2. Secrets, from wherever they are.
        attempt("secrets", "every reference can be followed", () -> {
            OutgoingFetches fetches = new OutgoingFetches(settings.limits().fetch(), closing);
            Secrets secrets = SecretsRoom.of(settings, platform, fetches);
            attempt("tls", TLS, TlsRoom.loader(settings, data, secrets, platform, SignatureChecker.standard())::check);
            settings.secrets()
                    .forEach((key, reference) -> attempt(key, reference.toString(), () -> {
                        var unused = secrets.read(reference);
                    }));
            vault(settings, data, platform, secrets, fetches, closing);
        });
        // 3. What earlier starts have left, or an administrator has written.
        attempt("data", data.root().toString(), data::check);
        ifThere("identities", data.identities(), () -> IdentityList.read(data.identities()));
    }

    /** Files are looked at with the data directory. */
    private void vault(
            Settings settings,
            DataDirectory data,
            Platform platform,
            Secrets secrets,
            OutgoingFetches fetches,
            Closing closing) {
        if (settings.keyVault() instanceof VaultSettings.EncryptedFiles) {
            return;
        }
        attempt(
                "vault",
                "answers",
                () -> VaultRoom.of(settings, data, platform, secrets, fetches, closing)
                        .problem()
                        .ifPresent(problem -> {
                            throw new ProblemException(ProblemCode.UNAVAILABLE, problem);
                        }));
    }

    private void keySet(AccessSettings.Issuer issuer, Settings settings) {
        if (issuer.keys() instanceof AccessSettings.KeySet.Local local) {
            attempt(
                    "access.issuers " + issuer.name(),
                    local.file().toString(),
                    () -> FixedKeys.readFile(
                            local.file(), settings.limits().access().keySets()));
        }
    }

    private void ifThere(String name, Path file, Runnable look) {
        boolean there = Files.exists(file);
        attempt(name, there ? file.toString() : file + " " + MADE, there ? look : () -> {});
    }

    private void attempt(String name, String detail, Runnable look) {
        try {
            look.run();
            findings.add(new Finding(name, Finding.Outcome.GOOD, detail));
        } catch (StartRefusedException refused) {
            findings.add(new Finding(name, Finding.Outcome.BAD, String.valueOf(refused.getMessage())));
        } catch (ProblemException unavailable) {
            findings.add(new Finding(name, Finding.Outcome.UNKNOWN, String.valueOf(unavailable.getMessage())));
        }
    }

    private static void demandReadable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new StartRefusedException(file + " is no file that can be read; put it there");
        }
    }
}
