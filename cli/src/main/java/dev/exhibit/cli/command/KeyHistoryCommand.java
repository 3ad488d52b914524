package dev.exhibit.cli.command;

import dev.exhibit.boundary.vault.RootKeyFolder;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.KeyHistory;
import dev.exhibit.crypto.trust.ValidFor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The key history and the root key that signs it: work for a machine without a network. */
public final class KeyHistoryCommand {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MAX_KEYS = 10_000;

    private KeyHistoryCommand() {}

    /** The root key in {@code folder}. @throws CommandFailure where there is none */
    static RootKeyFolder root(Path folder) {
        return RootKeyFolder.find(folder, RANDOM, UUID::randomUUID)
                .orElseThrow(
                        () -> CommandFailure.usage("no root key in " + folder + "; make one with 'exhibit keys root'"));
    }

    /** {@code exhibit keys root}. */
    @Command(
            name = "root",
            header = "Make the root key that signs key histories and trust roots; on a machine without a network.",
            description = "Opens no socket. Keep the folder offline; give root.pem to whoever verifies.")
    public static final class Root extends Subcommand {
        @Parameters(paramLabel = "FOLDER", description = "A new folder for the key, its password and root.pem.")
        private Path folder = Path.of("");

        public Root(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            if (Files.exists(folder)) {
                throw CommandFailure.usage(folder + " is there already; a root key is made once, in a new folder");
            }
            VerificationKey key =
                    RootKeyFolder.create(folder, RANDOM, UUID::randomUUID).key();
            output().line("made root key " + key.id() + " in " + folder);
            output().result(Json.object().with("keyId", key.id().hex()).with("folder", folder.toString()));
            return ExitCode.DONE;
        }
    }

    /** {@code exhibit keys sign-history}. */
    @Command(
            name = "sign-history",
            header = "Sign which keys there are and which were revoked, with the root key.",
            description =
                    "Opens no socket. KEYS is what 'exhibit keys list --json' printed: read it before you sign it.")
    public static final class Sign extends Subcommand {
        @Parameters(paramLabel = "KEYS", description = "The list of keys, JSON.")
        private Path keys = Path.of("");

        @Option(names = "--root", required = true, paramLabel = "FOLDER", description = "Where the root key is.")
        private Path folder = Path.of("");

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the history goes.")
        private Path out = Path.of("");

        public Sign(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            RootKeyFolder root = root(folder);
            Instant now = session().clock().instant().truncatedTo(ChronoUnit.SECONDS);
            KeyHistory history = new KeyHistory(now, listed());
            Documents.write(out, history.sign(root::sign).bytes());
            output().line("signed the history of " + history.keys().size() + " keys, " + revoked(history)
                    + " of them revoked: " + out);
            output().result(Json.object()
                    .with("keys", history.keys().size())
                    .with("revoked", revoked(history))
                    .with("issued", now.toString()));
            return ExitCode.DONE;
        }

        private List<KeyHistory.Entry> listed() {
            return JsonReader.readObject(Documents.read(keys), JsonLimits.PREDICATE).objects("keys", MAX_KEYS).stream()
                    .map(Sign::entry)
                    .toList();
        }

        private static KeyHistory.Entry entry(ObjectReader key) {
            return new KeyHistory.Entry(
                    new VerificationKey(key.parsed("keyId", KeyId::parse), key.parsed("spki", StrictBase64::decode)),
                    ValidFor.from(key.parsed("createdAt", ValidFor::time)),
                    key.optionalParsed("revokedFrom", ValidFor::time));
        }

        private static long revoked(KeyHistory history) {
            return history.keys().stream()
                    .filter(key -> key.revokedFrom().isPresent())
                    .count();
        }
    }
}
