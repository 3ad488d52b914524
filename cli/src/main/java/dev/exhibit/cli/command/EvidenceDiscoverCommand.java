package dev.exhibit.cli.command;

import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.signer.source.ImageEvidence;
import dev.exhibit.signer.source.ImageEvidence.Attached;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exhibit evidence discover}. */
@Command(
        name = "discover",
        header = "Fetch the bundles beside an image.",
        description = {
            "Finds what exhibit, cosign and others put there, hashes it and writes it to files. Nothing is verified yet:"
                    + " whoever can write to the repository can put anything there.",
            "Then: exhibit verify sha256:… --bundle FILE"
        },
        footer = {"", "Exit codes: 0 found, 4 there is none, 5 the registry gave other bytes than it named."})
public final class EvidenceDiscoverCommand extends Subcommand {
    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Where the bundles go, as DIGEST.sigstore.json; the current directory by default.")
    private Path out = Path.of("");

    public EvidenceDiscoverCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        ImageReference image = registry.image();
        List<Attached> found = registry.at(image, (ImageEvidence evidence) -> evidence.discover(image));
        if (found.isEmpty()) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "no bundle lies beside " + image);
        }
        List<Json> results = new ArrayList<>();
        for (Attached attached : found) {
            results.add(write(attached));
        }
        output().result(Json.object().with("image", image.toString()).with("bundles", Json.array(results)));
        return ExitCode.DONE;
    }

    private Json write(Attached attached) {
        Path file = out.resolve(Hashing.of(attached.bundle()).hex() + ".sigstore.json");
        Documents.write(file, attached.bundle());
        String type = attached.predicateType().orElse("none");
        output().line(output().strong(file.toString()));
        output().field("says it is", type);
        output().field("manifest", attached.manifest());
        return Json.object()
                .with("bundle", file.toString())
                .with("manifest", attached.manifest().toString())
                .with("claimedPredicateType", type);
    }
}
