package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.verify.Evidence;
import dev.exhibit.cli.verify.RemoteEvidence;
import dev.exhibit.cli.verify.Report;
import dev.exhibit.cli.verify.Trust;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.verify.Verifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit verify}. */
@Command(
        name = "verify",
        header = "Verify the evidence of an artifact, offline.",
        description = {
            "Takes the bundles FILE.sigstore.json and FILE.*.sigstore.json beside the artifact unless --bundle or --from"
                    + " names others, and believes the keys of the pinned context unless --key names others.",
            "Without --from no socket is opened."
        },
        footer = {"", "Exit codes: 0 every bundle verified, 4 no evidence found, 5 evidence refused."})
public final class VerifyCommand extends Subcommand {
    @Parameters(paramLabel = "FILE|sha256:…", description = "The artifact, or its digest.")
    private String artifact = "";

    @Option(names = "--bundle", paramLabel = "FILE", description = "A bundle to verify; may be repeated.")
    private List<Path> bundles = new ArrayList<>();

    @Option(names = "--key", paramLabel = "FILE", description = "A trusted public key, PEM; may be repeated.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "Fetch the evidence from this server, with the identity of the pinned context.")
    private @Nullable URI from;

    public VerifyCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        // 1. What is it about? A file is hashed here, never trusted to be what its name says.
        Digest digest = digest();

        // 2. Which keys are believed, and who said so?
        Trust trust = Trust.of(keys, session().contexts());

        // 3. Which evidence is there?
        List<Evidence> evidence = evidence(digest);
        if (evidence.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "no evidence for " + artifact + ": name a bundle with --bundle, or a server with --from",
                    Json.object().with("code", "no_evidence").with("artifact", digest.toString()));
        }

        // 4. The verifier judges each; all must hold.
        Verifier verifier = new Verifier(trust.keys());
        List<Report.Line> lines = evidence.stream()
                .map(found -> new Report.Line(found, verifier.verify(found.bundle(), digest)))
                .toList();
        new Report(output()).show(artifact, digest, trust, lines);
        return lines.stream().allMatch(Report.Line::holds) ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private Digest digest() {
        if (Digest.isDigest(artifact)) {
            return Digest.parse(artifact);
        }
        if (!Files.isRegularFile(Path.of(artifact))) {
            throw CommandFailure.usage("no such file: " + artifact);
        }
        return Hashing.of(Path.of(artifact)).digest();
    }

    private List<Evidence> evidence(Digest digest) {
        if (!bundles.isEmpty()) {
            return bundles.stream().map(Evidence::read).toList();
        }
        Optional<URI> server = Optional.ofNullable(from);
        if (server.isPresent()) {
            return RemoteEvidence.fetch(session().contexts().required(), server.get(), digest);
        }
        return Digest.isDigest(artifact) ? List.of() : Evidence.beside(Path.of(artifact));
    }
}
