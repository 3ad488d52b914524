package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which log, and by which key it is believed: named once, then pinned beside the context. */
final class LogKeyOptions {
    @Parameters(paramLabel = "LOG", description = "signature or journal.")
    private String log = "";

    @Option(
            names = "--log-key",
            paramLabel = "PEM",
            description =
                    "The log's public key; the service writes it to clients/LOG-TENANT.pem. Needed once: it is pinned.")
    private @Nullable Path key;

    String log() {
        if (!log.equals("signature") && !log.equals("journal")) {
            throw CommandFailure.usage("a log is signature or journal, not '" + log + "'");
        }
        return log;
    }

    /** The checkpoint, if the pinned key signed it. */
    Checkpoint believed(Checkpoint checkpoint, Contexts contexts) {
        key(checkpoint.origin(), contexts).requireSigned(checkpoint);
        return checkpoint;
    }

    /** Each log has a key of its own, so the key says which log it is. */
    JournalKey key(String origin, Contexts contexts) {
        Path pinned = file(contexts, ".pem");
        Path file = Optional.ofNullable(key)
                .or(() -> Optional.of(pinned).filter(Files::exists))
                .orElseThrow(() -> CommandFailure.usage(
                        "by which key? Give it once with --log-key; never take it from who is checked"));
        VerificationKey published = VerificationKey.fromPem(Documents.read(file).asLenientText());
        if (!Files.exists(pinned)) {
            Documents.write(pinned, Bytes.utf8(published.toPem()));
        }
        return JournalKey.of(origin, published, SignatureChecker.standard());
    }

    /** What is kept of this log for the context in use. */
    Path file(Contexts contexts, String ending) {
        return contexts.logFile(contexts.required().name(), log(), ending);
    }
}
