package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.TrustRoots;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.trust.TrustStatement.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a root signed last for a tenant, kept beside the root key: the service that asks is not trusted to count.
 *
 * @param whose it was
 * @param version of it
 * @param trustedRoot the {@code trusted_root.json}
 * @param signingConfig the {@code signing_config.json}
 */
record SignedBefore(Owner whose, long version, Bytes trustedRoot, Bytes signingConfig) {
    private static final long MAX_VERSION = 1_000_000_000;

    static SignedBefore of(TrustRoots.Status status) {
        return new SignedBefore(status.whose(), status.version(), status.trustedRoot(), status.signingConfig());
    }

    static Optional<SignedBefore> find(Path folder, Owner whose) {
        Path file = file(folder, whose);
        return Files.exists(file) ? Optional.of(read(whose, Documents.read(file))) : Optional.empty();
    }

    /** @throws CommandFailure for an earlier version, or this one with other files */
    void requireFollowedBy(TrustRoots.Status next) {
        boolean same = version == next.version()
                && trustedRoot.equals(next.trustedRoot())
                && signingConfig.equals(next.signingConfig());
        if (next.version() < version || (next.version() == version && !same)) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "this root signed version " + version + " of " + whose + " already, and is now to sign "
                            + (next.version() < version ? "version " + next.version() : "another one of that number")
                            + ": find out why before anything is signed");
        }
    }

    void keep(Path folder) {
        Json.Obj document = Json.object()
                .with("installation", whose.installation())
                .with("tenant", whose.tenant())
                .with("version", version)
                .with("trustedRoot", StrictBase64.encode(trustedRoot))
                .with("signingConfig", StrictBase64.encode(signingConfig));
        Documents.write(file(folder, whose), CanonicalJson.of(document).bytes());
    }

    private static SignedBefore read(Owner whose, Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.BODY);
        SignedBefore before = new SignedBefore(
                new Owner(reader.text("installation"), reader.text("tenant")),
                reader.optionalInteger("version", 1, MAX_VERSION).orElse(MAX_VERSION),
                reader.parsed("trustedRoot", StrictBase64::decode),
                reader.parsed("signingConfig", StrictBase64::decode));
        reader.end();
        if (!before.whose().equals(whose)) {
            throw CommandFailure.usage(
                    "the root's folder has what it signed for " + before.whose() + " in place of " + whose);
        }
        return before;
    }

    /** Names come from elsewhere, so they are no part of the path. */
    private static Path file(Path folder, Owner whose) {
        Json name = Json.object().with("installation", whose.installation()).with("tenant", whose.tenant());
        return folder.resolve("trust-roots")
                .resolve(Hashing.of(CanonicalJson.of(name).bytes()).hex() + ".json");
    }
}
