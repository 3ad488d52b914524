package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.Derived;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit sbom}. */
@Command(
        name = "sbom",
        header = "Ask questions of stored SBOMs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SbomCommand.Slice.class)
public final class SbomCommand {

    /** {@code exhibit sbom slice}. */
    @Command(
            name = "slice",
            header = "Cut the smallest document that shows one component and why it is there.",
            description = "The slice and its derivation record are stored; 'exhibit replay' makes it again.")
    public static final class Slice extends Subcommand {
        @Parameters(paramLabel = "sha256:…", description = "Digest of a stored SBOM.")
        private String sbom = "";

        @Option(
                names = "--component",
                required = true,
                paramLabel = "PURL",
                description = "The component: its package URL or bom-ref.")
        private String component = "";

        @Option(
                names = {"-o", "--to"},
                paramLabel = "FILE",
                description = "Also write the slice to this file.")
        private @Nullable Path target;

        public Slice(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            try (ExhibitClient client = session().connect()) {
                Derived derived = client.slice(Digest.parse(sbom), component);
                Optional.ofNullable(target).ifPresent(file -> Documents.write(file, client.blob(derived.slice())));
                output().field("slice", derived.slice());
                output().field("made by", derived.derivation());
                output().field("holds", derived.components() + " components");
                output().result(Json.object()
                        .with("slice", derived.slice().toString())
                        .with("derivation", derived.derivation().toString())
                        .with("components", derived.components()));
            }
            return ExitCode.DONE;
        }
    }
}
