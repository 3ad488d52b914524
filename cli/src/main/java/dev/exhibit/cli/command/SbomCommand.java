package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.verify.SliceFile;
import dev.exhibit.client.Derived;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.SliceQuestion;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
            header = "Cut the part of an SBOM that answers a question, with the proof that it is part of it.",
            description = "Slice, proof and their derivation records are stored; 'exhibit replay' makes them again, and"
                    + " 'exhibit verify --slice' checks a slice without the SBOM.")
    public static final class Slice extends Subcommand {
        @Parameters(paramLabel = "sha256:…", description = "Digest of a stored SBOM.")
        private String sbom = "";

        @ArgGroup(multiplicity = "1")
        private Asked asked = new Asked();

        @Option(
                names = {"-o", "--to"},
                paramLabel = "FILE",
                description = "Also write the slice to this file, and its proof to FILE" + SliceFile.PROOF_SUFFIX + ".")
        private @Nullable Path target;

        /** One component, or a pattern. */
        static final class Asked {
            @ArgGroup(exclusive = false)
            private @Nullable OfComponent component;

            @Option(
                    names = "--purl",
                    paramLabel = "PATTERN",
                    description = "All packages that match, for example 'pkg:maven/org.apache.*/*@2.*'.")
            private @Nullable String purl;

            SliceQuestion question() {
                return component != null
                        ? new SliceQuestion.About(component.name, component.show)
                        : new SliceQuestion.Matching(String.valueOf(purl));
            }
        }

        /** What to know of one component. */
        static final class OfComponent {
            @Option(
                    names = "--component",
                    required = true,
                    paramLabel = "PURL",
                    description = "The component: its package URL, bom-ref or SPDXID.")
            private String name = "";

            @Option(
                    names = "--show",
                    paramLabel = "WHAT",
                    description =
                            "dependants: why it is there (default); dependencies: what it needs; component: it alone.")
            private String show = "dependants";
        }

        public Slice(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            try (ExhibitClient client = session().connect()) {
                Derived derived = client.slice(Digest.parse(sbom), asked.question());
                Optional.ofNullable(target).map(SliceFile::new).ifPresent(file -> {
                    Documents.write(file.file(), client.blob(derived.slice()));
                    Documents.write(file.proof(), client.blob(derived.proof()));
                });
                output().field("slice", derived.slice());
                output().field("made by", derived.derivation());
                output().field("proof", derived.proof());
                output().field("made by", derived.proofDerivation());
                output().field("holds", derived.components() + " components");
                output().result(Json.object()
                        .with("slice", derived.slice().toString())
                        .with("derivation", derived.derivation().toString())
                        .with("proof", derived.proof().toString())
                        .with("proofDerivation", derived.proofDerivation().toString())
                        .with("components", derived.components()));
            }
            return ExitCode.DONE;
        }
    }
}
