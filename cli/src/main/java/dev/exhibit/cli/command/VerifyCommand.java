package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.verify.Artifacts;
import dev.exhibit.cli.verify.Evidence;
import dev.exhibit.cli.verify.EvidenceSource;
import dev.exhibit.cli.verify.InHand;
import dev.exhibit.cli.verify.Judge;
import dev.exhibit.cli.verify.Providers;
import dev.exhibit.cli.verify.Report;
import dev.exhibit.cli.verify.SliceFile;
import dev.exhibit.cli.verify.SummaryFile;
import dev.exhibit.cli.verify.Trust;
import dev.exhibit.cli.verify.TrustOptions;
import dev.exhibit.cli.verify.Verdict;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.SignatureChecker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit verify}. */
@Command(
        name = "verify",
        header = "Verify the evidence of artifacts, offline.",
        description = {
            "Takes the bundles FILE.sigstore.json and FILE.*.sigstore.json beside each artifact unless --bundle or --from"
                    + " names others. Whom to believe comes from the options, or else from the pinned context. All bundles"
                    + " must hold; with a policy, as many as it asks for.",
            "A folder stands for all files in it, a quoted pattern such as 'dist/**.jar' for all that match.",
            "Without --from no socket is opened."
        },
        footer = {
            "",
            "Exit codes: 0 verified, 2 wrong use, 4 no evidence found, 5 evidence refused.",
            "EXHIBIT_CRYPTO chooses who computes: a list of corretto, bouncy-castle, jdk in order of preference;",
            "without it bouncy-castle."
        })
public final class VerifyCommand extends Subcommand {
    @Parameters(
            paramLabel = "FILE|FOLDER|PATTERN|sha256:…",
            arity = "0..*",
            description = "Artifacts, or their digests.")
    private List<String> artifacts = new ArrayList<>();

    @Option(
            names = "--checksums",
            paramLabel = "FILE",
            description = "Verify all artifacts that a file of SHA-256 sums lists, and that they have these sums.")
    private @Nullable Path checksums;

    @Option(names = "--bundle", paramLabel = "FILE", description = "A bundle to verify; may be repeated.")
    private List<Path> bundles = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "Fetch the evidence from this server, with the identity of the pinned context.")
    private @Nullable URI from;

    @Mixin
    private TrustOptions trustOptions = new TrustOptions();

    @Option(
            names = "--vsa",
            paramLabel = "FILE",
            description = "Write the policy's verdict as a SLSA verification summary; for one artifact.")
    private @Nullable Path summary;

    @Option(
            names = "--vsa-verifier",
            paramLabel = "URI",
            description = "Who verified, as the summary states it. Default: ${DEFAULT-VALUE}.")
    private String summaryVerifier = "https://exhibit.dev/verify";

    @Option(
            names = "--slice",
            paramLabel = "FILE",
            description = "Also verify that this slice of the artifact's SBOM, with FILE" + SliceFile.PROOF_SUFFIX
                    + " beside it, has only what a verified commitment to the SBOM has.")
    private @Nullable Path slice;

    public VerifyCommand(Session session) {
        super(session);
    }

    void takeArtifact(String artifact) {
        artifacts.add(artifact);
    }

    /** Sets an option as picocli does, and answers whether it is one that is known here. */
    boolean takeOption(String option, String value) {
        switch (option) {
            case "--bundle" -> bundles.add(Path.of(value));
            case "--checksums" -> checksums = Path.of(value);
            case "--vsa" -> summary = Path.of(value);
            default -> {
                return trustOptions.take(option, value);
            }
        }
        return true;
    }

    @Override
    protected ExitCode run() {
        // 1. What is it about, and where is its evidence?
        List<InHand> all = Artifacts.named(artifacts, Optional.ofNullable(checksums));
        if (summary != null && all.size() != 1) {
            throw CommandFailure.usage("--vsa is about one artifact, not " + all.size());
        }
        if (slice != null && all.size() != 1) {
            throw CommandFailure.usage("--slice is about one artifact, not " + all.size());
        }
        try (EvidenceSource source = EvidenceSource.of(bundles, Optional.ofNullable(from), session()::connect)) {
            return verify(all, source);
        }
    }

    private ExitCode verify(List<InHand> all, EvidenceSource source) {
        // 2. Who is believed, and who said so? One time for all of it.
        Optional<Context> context = session().contexts().current();
        Trust trust = Trust.of(trustOptions, context);
        if (summary != null && trust.policy().isEmpty()) {
            throw CommandFailure.usage("--vsa states the verdict of a policy: name one with --policy");
        }
        Instant now = session().clock().instant();
        SignatureChecker checker = Providers.of(session().environment());
        Judge judge = new Judge(trust, checker, now);

        // 3. Each artifact is hashed once; its evidence is found, judged and told at once.
        Report report = new Report(output(), all.size() == 1);
        report.trust(trust, now);
        Set<Verdict.Status> seen = EnumSet.noneOf(Verdict.Status.class);
        for (InHand artifact : all) {
            Digest digest = artifact.digest();
            List<Evidence> evidence = source.of(artifact, digest);
            Verdict judged = judge.judge(artifact, digest, evidence);
            Verdict verdict = Optional.ofNullable(slice)
                    .map(file -> new SliceFile(file).in(judged))
                    .orElse(judged);
            report.show(verdict);
            seen.add(verdict.status());
            Optional.ofNullable(summary)
                    .ifPresent(file -> new SummaryFile(file, summaryVerifier).write(verdict, evidence, now));
        }
        report.end(trust, checker, now);
        return exit(seen, all);
    }

    private ExitCode exit(Set<Verdict.Status> seen, List<InHand> all) {
        if (seen.contains(Verdict.Status.REFUSED)) {
            return ExitCode.REFUSED;
        }
        if (seen.contains(Verdict.Status.NO_EVIDENCE)) {
            output().note("exhibit: no evidence for "
                    + (all.size() == 1 ? all.getFirst().name() : "some artifacts")
                    + ": name a bundle with --bundle, or a server with --from");
            return ExitCode.NOT_FOUND;
        }
        return ExitCode.DONE;
    }
}
