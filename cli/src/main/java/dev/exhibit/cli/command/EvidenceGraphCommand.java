package dev.exhibit.cli.command;

import dev.exhibit.cli.picture.EvidenceMap;
import dev.exhibit.cli.picture.GraphPicture;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit evidence graph}. */
@Command(name = "graph", header = "Show what is connected with an artifact or a piece of evidence, both ways.")
public final class EvidenceGraphCommand extends Subcommand {
    @Parameters(paramLabel = "FILE|sha256:…", description = "Where to begin.")
    private String start = "";

    @Option(names = "--depth", paramLabel = "N", description = "How many steps, 1 to 8; 2 unless said.")
    private int depth = 2;

    @Option(names = "--svg", paramLabel = "FILE", description = "Also draw it: a picture that needs nothing else.")
    private @Nullable Path picture;

    public EvidenceGraphCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        try (ExhibitClient client = session().connect()) {
            Json.Obj graph = client.graph(EvidenceCommand.digestOf(start), depth);
            EvidenceMap map = EvidenceMap.read(graph);
            for (EvidenceMap.Node node : map.nodes()) {
                String kind = node.kind();
                output().line(kind + " ".repeat(Math.max(1, 16 - kind.length())) + node.digest());
            }
            for (EvidenceMap.Edge edge : map.edges()) {
                output().line("  " + edge.from() + "  " + edge.relation() + "  " + edge.to());
            }
            Optional.ofNullable(picture).ifPresent(file -> Documents.write(file, GraphPicture.of(map)));
            if (map.cut()) {
                output().note("there is more than fits; begin nearer to what you look for");
            }
            output().result(graph);
        }
        return ExitCode.DONE;
    }
}
