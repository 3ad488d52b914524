package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.terminal.Output;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code exhibit evidence grounds}. */
@Command(
        name = "grounds",
        header = "Show on what a verdict, or any piece of evidence, rests: documents, statements, policies.")
public final class EvidenceGroundsCommand extends Subcommand {
    private static final int MANY = JsonLimits.PREDICATE.members();
    private static final int KIND = 18;

    @Parameters(paramLabel = "sha256:…", description = "The evidence, for example an explain trace.")
    private String start = "";

    public EvidenceGroundsCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Digest digest = Digest.parse(start);
        try (ExhibitClient client = session().connect()) {
            show(output(), client.links().grounds(digest));
        }
        return ExitCode.DONE;
    }

    /** A line a piece of evidence, nearest first. */
    static void show(Output output, Json.Obj found) {
        ObjectReader reply = ObjectReader.of(found, "");
        for (ObjectReader node : reply.objects("nodes", MANY)) {
            long depth = node.optionalInteger("depth", 0, Integer.MAX_VALUE).orElse(0L);
            String kind = node.optionalText("kind").orElse("(not registered)");
            output.line("  ".repeat((int) depth)
                    + kind
                    + " ".repeat(Math.max(1, KIND - kind.length()))
                    + node.text("digest"));
            node.optionalObject("statement")
                    .ifPresent(said -> output.line("  ".repeat((int) depth + 1) + sentence(said, uses(node))));
        }
        if (reply.optionalFlag("cut").orElse(false)) {
            output.note("there is more than fits; begin nearer to what you look for");
        }
        output.result(found);
    }

    private static String sentence(ObjectReader said, String uses) {
        return said.text("vulnerability") + " " + said.text("status") + " in "
                + said.optionalText("product").orElse("what it is about") + ", says " + said.text("issuer") + " at "
                + said.text("time") + uses;
    }

    private static String uses(ObjectReader node) {
        if (!node.names().contains("uses")) {
            return "";
        }
        List<String> uses = node.texts("uses", MANY);
        return uses.stream().collect(Collectors.joining(", ", " [", "]"));
    }
}
