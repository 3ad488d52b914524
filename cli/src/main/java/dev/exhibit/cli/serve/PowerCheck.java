package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Profile;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.tls.TlsVersion;
import dev.exhibit.boundary.vault.VaultSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What one person, one stolen file or one listening neighbour could do with these settings. */
final class PowerCheck {
    private PowerCheck() {}

    /** Who can do alone what should take two. */
    static List<Finding> of(Settings settings) {
        return List.of(
                Finding.goodOrAdvice(
                        !settings.custody().isOneEnough(),
                        "custody",
                        "it takes two to revoke or destroy a signing key",
                        "one key custodian alone may revoke or destroy signing keys; set custody.revoke and custody.destroy"
                                + " to 2"),
                Finding.goodOrAdvice(
                        settings.registry().approvals() > 1,
                        "registry",
                        "it takes two to change who has power",
                        "one administrator alone may change who has power; set registry.approvals to 2"));
    }

    /** What an installation that matters would have otherwise. */
    static List<Finding> hardening(Settings settings) {
        return List.of(
                Finding.goodOrAdvice(
                        settings.profile() == Profile.PRODUCTION,
                        "profile",
                        "production",
                        "development; set profile to production, which refuses what is for trying out"),
                Finding.goodOrAdvice(
                        settings.database() instanceof Settings.Database.External,
                        "database",
                        "runs elsewhere",
                        "is embedded; name a PostgreSQL server that is looked after"),
                Finding.goodOrAdvice(
                        !(settings.keyVault() instanceof VaultSettings.EncryptedFiles),
                        "vault",
                        "keys are where no file can be copied",
                        "keys are encrypted files, and whoever copies them and the password has them;"
                                + " use a token or a transit engine"),
                Finding.goodOrAdvice(
                        settings.tls().minimumVersion() == TlsVersion.TLS_1_3,
                        "tls",
                        "1.3 alone",
                        "1.2 is taken too; remove tls.minimumVersion once no client needs it"),
                Finding.goodOrAdvice(
                        settings.tls().trustedProxies().isEmpty(),
                        "proxies",
                        "none is trusted",
                        "a trusted proxy can name any client; pass TLS through where that is possible"),
                environment(settings.secrets()),
                Finding.goodOrAdvice(
                        isLoopback(settings.operations().address()),
                        "operations",
                        "listens on this machine alone",
                        "whoever reaches " + settings.operations().address()
                                + " reads metrics and readiness; let only the monitoring reach it"));
    }

    private static Finding environment(Map<String, SecretReference> secrets) {
        String there = secrets.entrySet().stream()
                .filter(secret -> secret.getValue() instanceof SecretReference.OfEnvironment)
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return Finding.goodOrAdvice(
                there.isEmpty(),
                "secrets",
                "none is in the environment",
                "in the environment, where every child process has them: " + there + "; use files or a vault");
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress(); // an address in text form: no lookup
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("settings have addresses", impossible);
        }
    }
}
