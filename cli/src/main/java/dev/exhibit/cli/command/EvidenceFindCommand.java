package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Links;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit evidence find}. */
@Command(name = "find", header = "Find the artifacts whose SBOMs contain a package.")
public final class EvidenceFindCommand extends Subcommand {
    @Option(
            names = "--purl",
            required = true,
            paramLabel = "PURL",
            description = "The package, as pkg:npm/yaml or pkg:npm/yaml@2.1.0; without a version all of them.")
    private String purl = "";

    public EvidenceFindCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        try (ExhibitClient client = session().connect()) {
            Links.Found found = client.links().containing(purl);
            for (Links.Contained one : found.components()) {
                output().line(output().strong(one.purl()));
                output().line("  sbom      " + one.sbom());
                one.artifacts().forEach(artifact -> output().line("  artifact  " + artifact));
            }
            if (found.components().isEmpty()) {
                output().line("no SBOM here contains it");
            }
            if (found.unread() > 0) {
                output().note(found.unread() + " documents have not been read yet; ask again in a minute");
            }
            output().result(Json.object()
                    .with(
                            "components",
                            Json.array(found.components().stream()
                                    .map(EvidenceFindCommand::describe)
                                    .toList()))
                    .with("unread", found.unread()));
        }
        return ExitCode.DONE;
    }

    private static Json.Obj describe(Links.Contained one) {
        return Json.object()
                .with("purl", one.purl())
                .with("sbom", one.sbom().toString())
                .with(
                        "artifacts",
                        Json.texts(
                                one.artifacts().stream().map(Digest::toString).toList()));
    }
}
