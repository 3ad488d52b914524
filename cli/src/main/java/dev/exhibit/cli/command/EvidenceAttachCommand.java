package dev.exhibit.cli.command;

import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exhibit evidence attach}. */
@Command(
        name = "attach",
        header = "Put a bundle beside the image that it is about, in the image's own repository.",
        description = {
            "By the referrers of OCI 1.1, in the form that cosign 3 reads; where the registry knows no referrers, under the"
                    + " image's tag. Asks the registry and no service.",
            "A bundle that is there already is not put there twice."
        })
public final class EvidenceAttachCommand extends Subcommand {
    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    @Option(names = "--bundle", required = true, paramLabel = "FILE", description = "The bundle.")
    private Path bundle = Path.of("");

    public EvidenceAttachCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        ImageReference image = registry.image();
        Bytes bytes = Documents.read(bundle);
        Digest manifest = registry.at(
                image,
                evidence -> evidence.attach(image, bytes, session().clock().instant()));
        output().line(output().good("attached"));
        output().field("image", image);
        output().field("manifest", manifest);
        output().result(Json.object().with("image", image.toString()).with("manifest", manifest.toString()));
        return ExitCode.DONE;
    }
}
