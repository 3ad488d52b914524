package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.journal.StorageReceipt;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code exhibit evidence receipt}. */
@Command(
        name = "receipt",
        header = "Check storage receipts against the journal: whether the store kept what it promised.",
        footer = {"", "Exit codes: 0 kept, 4 not in a checkpoint yet, 5 refused."})
public final class ReceiptCommand extends Subcommand {
    private static final int MOST = 1_000;

    @Parameters(paramLabel = "FILE", description = "What evidence put --receipt wrote.")
    private Path file = Path.of("");

    @Mixin
    private final JournalOptions trust = new JournalOptions();

    public ReceiptCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        List<Json> kept = new ArrayList<>();
        try (ExhibitClient client = session().connect()) {
            for (Json receipt : JsonReader.readObject(Documents.read(file), JsonLimits.PREDICATE)
                    .items("receipts", MOST)) {
                kept.add(check(client, CanonicalJson.of(receipt).bytes()));
            }
        }
        output().result(Json.object().with("result", "kept").with("receipts", Json.array(kept)));
        return ExitCode.DONE;
    }

    private Json check(ExhibitClient client, Bytes document) {
        JournalKey own = trust.key(JournalOptions.checked(() -> StorageReceipt.originOf(document)));
        StorageReceipt receipt = JournalOptions.checked(() -> StorageReceipt.open(document, own));
        InclusionProof proof = client.logs().entry("journal", receipt.leaf()).proof();
        Checkpoint checkpoint = proof.checkpoint().orElseThrow();
        JournalOptions.checked(() -> {
            receipt.requireKept(proof.index(), proof.hashes(), checkpoint, own);
            return receipt;
        });
        output().line(output().good("kept") + "  " + receipt.what() + "  " + receipt.digest());
        output().field("journal", receipt.origin() + ", entry " + proof.index() + " of " + checkpoint.size());
        return Json.object()
                .with("what", receipt.what())
                .with("digest", receipt.digest().toString())
                .with("position", proof.index())
                .with("checkpoint", checkpoint.note());
    }
}
