package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit evidence graph}. */
@Command(name = "graph", header = "Show what is connected with an artifact or a piece of evidence, both ways.")
public final class EvidenceGraphCommand extends Subcommand {
    private static final int MOST = 2_000;

    @Parameters(paramLabel = "FILE|sha256:…", description = "Where to begin.")
    private String start = "";

    @Option(names = "--depth", paramLabel = "N", description = "How many steps, 1 to 8; 2 unless said.")
    private int depth = 2;

    public EvidenceGraphCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        try (ExhibitClient client = session().connect()) {
            Json.Obj graph = client.graph(EvidenceCommand.digestOf(start), depth);
            ObjectReader reader = ObjectReader.of(graph, "");
            for (ObjectReader node : reader.objects("nodes", MOST)) {
                String kind = node.optionalText("kind").orElse("artifact");
                output().line(kind + " ".repeat(Math.max(1, 16 - kind.length())) + node.text("digest"));
            }
            for (ObjectReader edge : reader.objects("edges", MOST)) {
                output().line("  " + edge.text("from") + "  " + edge.text("relation") + "  " + edge.text("to"));
            }
            if (reader.optionalFlag("cut").orElse(false)) {
                output().note("there is more than fits; begin nearer to what you look for");
            }
            output().result(graph);
        }
        return ExitCode.DONE;
    }
}
