package dev.exhibit.cli.command;

import dev.exhibit.cli.replay.EvidenceFolder;
import dev.exhibit.cli.replay.ServedEvidence;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Replayed;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.derive.Replay;
import dev.exhibit.evidence.derive.ReplayResult;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit replay}. */
@Command(
        name = "replay",
        header = "Make a derived document again and compare it byte for byte.",
        description = {
            "Names the derivation record by its digest. The service replays it, or, with --evidence, this program does,"
                    + " from files alone and without a network. With --what-if this program replays it and then computes it"
                    + " again with something else in the place of one input; nothing is stored."
        },
        footer = {"", "Exit codes: 0 identical, 6 differs. With --what-if: 0 the comparison could be made."})
public final class ReplayCommand extends Subcommand {
    @Parameters(paramLabel = "sha256:…", description = "Digest of the derivation record.")
    private String derivation = "";

    @Option(
            names = "--evidence",
            paramLabel = "FOLDER",
            description = "Replay offline from this folder of files named by digest.")
    private @Nullable Path folder;

    @Option(
            names = "--what-if",
            paramLabel = "INPUT=FILE",
            description = "Show what would be otherwise with this file as that input (named as in the record, or by its"
                    + " digest), or with another time: time=2026-01-31T12:00:00Z.")
    private @Nullable String whatIf;

    public ReplayCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Digest digest = Digest.parse(derivation);
        if (whatIf != null) {
            return whatIf(digest, whatIf);
        }
        Replayed result = Optional.ofNullable(folder)
                .map(files -> offline(digest, new EvidenceFolder(files)))
                .orElseGet(() -> online(digest));
        String verdict = result.identical() ? output().good("identical") : output().bad("differs");
        output().line(verdict + "  " + result.output());
        result.difference().ifPresent(why -> output().field("why", why));
        Json.Obj json = Json.object()
                .with("result", result.identical() ? "identical" : "differs")
                .with("output", result.output().toString());
        output().result(result.difference()
                .map(why -> json.with("difference", why))
                .orElse(json));
        return result.identical() ? ExitCode.DONE : ExitCode.DIFFERS;
    }

    private Replayed online(Digest digest) {
        try (ExhibitClient client = session().connect()) {
            return client.replay(digest);
        }
    }

    private ExitCode whatIf(Digest digest, String question) {
        if (folder != null) {
            EvidenceFolder files = new EvidenceFolder(folder);
            return new WhatIfReport(output(), files).show(record(digest, files), question);
        }
        try (ExhibitClient client = session().connect()) {
            DerivationRecord record = DerivationRecord.parse(client.blob(digest));
            return new WhatIfReport(output(), new ServedEvidence(client)).show(record, question);
        }
    }

    /** Replays from files. */
    public static Replayed offline(Digest derivation, EvidenceFolder evidence) {
        ReplayResult result = new Replay(Functions.standard(), evidence).replay(record(derivation, evidence));
        return switch (result) {
            case ReplayResult.Identical same -> new Replayed(true, same.output(), Optional.empty());
            case ReplayResult.Differs other ->
                new Replayed(false, other.output(), Optional.of(other.kind().wire() + ": " + other.detail()));
        };
    }

    private static DerivationRecord record(Digest derivation, EvidenceFolder evidence) {
        Path record = evidence.file(derivation)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_FOUND, "no file named " + derivation.hex() + " in " + evidence.folder()));
        Bytes document = Documents.read(record);
        Digest found = Hashing.of(document);
        if (!found.equals(derivation)) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "the derivation record has been changed: expected " + derivation + ", found " + found
                            + ". Do not trust this folder.");
        }
        return DerivationRecord.parse(document);
    }
}
