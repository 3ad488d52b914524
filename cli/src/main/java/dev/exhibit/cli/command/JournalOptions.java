package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.journal.JournalRefusedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a command believes about a journal: its key, and the checkpoint that was kept. */
final class JournalOptions {
    @Option(
            names = "--journal-key",
            paramLabel = "PEM",
            description = "The journal's public key; the service writes it to clients/journal-TENANT.pem.")
    private @Nullable Path key;

    @Option(
            names = "--kept",
            paramLabel = "FILE",
            description =
                    "The checkpoint that you keep: what is shown must continue it. Made, or renewed, when it does.")
    private @Nullable Path kept;

    /** A journal has a key of its own, so the key says which journal it is. */
    JournalKey key(String origin) {
        Path file = Optional.ofNullable(key)
                .orElseThrow(() -> CommandFailure.usage(
                        "whose journal? Give its public key with --journal-key; never take it from who is checked"));
        VerificationKey published = VerificationKey.fromPem(Documents.read(file).asLenientText());
        return JournalKey.of(origin, published, SignatureChecker.standard());
    }

    /** The checkpoint that was kept, if there is one yet. */
    Optional<Checkpoint> kept() {
        return Optional.ofNullable(kept).flatMap(JournalOptions::kept);
    }

    /** The checkpoint in a file, if there is one yet. */
    static Optional<Checkpoint> kept(Path file) {
        return Optional.of(file)
                .filter(Files::exists)
                .map(there -> Checkpoint.parse(Documents.read(there).asLenientText()));
    }

    /** Keeps a checkpoint that was proven to continue the one before. */
    void keep(Checkpoint checkpoint) {
        Optional.ofNullable(kept).ifPresent(file -> Documents.write(file, Bytes.utf8(checkpoint.note())));
    }

    /** Runs a check; a refusal ends the command with exit code 5. */
    static <T> T checked(Supplier<T> check) {
        try {
            return check.get();
        } catch (JournalRefusedException refused) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    refused.getMessage() + ". " + refused.code().advice(),
                    Json.object()
                            .with("result", "refused")
                            .with("code", refused.code().code())
                            .with("advice", refused.code().advice()));
        }
    }
}
