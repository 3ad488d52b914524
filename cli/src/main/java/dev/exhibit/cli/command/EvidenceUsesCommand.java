package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code exhibit evidence uses}. */
@Command(
        name = "uses",
        header = "Show what rests on a piece of evidence: what was derived from it, judged by it or links to it.")
public final class EvidenceUsesCommand extends Subcommand {
    @Parameters(paramLabel = "sha256:…", description = "The evidence, for example an advisory or an observation.")
    private String start = "";

    public EvidenceUsesCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Digest digest = Digest.parse(start);
        try (ExhibitClient client = session().connect()) {
            EvidenceGroundsCommand.show(output(), client.links().uses(digest));
        }
        return ExitCode.DONE;
    }
}
