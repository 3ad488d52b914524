package dev.exhibit.cli.command;

import dev.exhibit.cli.picture.ExplainPage;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Explanations.Explained;
import dev.exhibit.client.Explanations.Order;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.policy.RuleBook;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit explain}. */
@Command(
        name = "explain",
        header = "Explain how a stored SBOM or slice stands to advisories, and why.",
        description = {
            "Advisories are OSV documents, VEX documents are OpenVEX or CycloneDX, the policy is a rule book. Each may be a"
                    + " file, which is then stored as evidence of what the SBOM speaks of, or the digest of what is stored."
                    + " The trace and its derivation record are stored; 'exhibit replay' makes it again."
        },
        footer = {"", "Exit codes: 0 the verdict is pass or warn, 5 it is fail."})
public final class ExplainCommand extends Subcommand {
    private static final String JSON = "application/json";
    private static final int MANY = JsonLimits.DOCUMENT.members();

    @Parameters(paramLabel = "sha256:…", description = "Digest of a stored SBOM or slice.")
    private String slice = "";

    @Option(
            names = "--advisory",
            paramLabel = "FILE|sha256:…",
            description = "An OSV document: one advisory, or an array of them; may be repeated.")
    private List<String> advisories = new ArrayList<>();

    @Option(
            names = "--vex",
            paramLabel = "FILE|sha256:…",
            description = "An OpenVEX or CycloneDX document, of which all observations are taken; may be repeated.")
    private List<String> vex = new ArrayList<>();

    @Option(names = "--observation", paramLabel = "sha256:…", description = "One stored observation; may be repeated.")
    private List<String> observations = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE|sha256:…",
            description = "The rule book. Default: the one that comes along, which trusts nobody to calm.")
    private @Nullable String policy;

    @Option(names = "--at", paramLabel = "TIME", description = "Judge as of this time (RFC 3339). Default: now.")
    private @Nullable String time;

    @Option(
            names = {"-o", "--to"},
            paramLabel = "FILE",
            description = "Also write the trace to this file.")
    private @Nullable Path target;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write the explanation to this file as a page for people.")
    private @Nullable Path page;

    public ExplainCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Digest subject = Digest.parse(slice);
        Optional<Instant> at = Optional.ofNullable(time).map(ExplainCommand::instant);
        try (ExhibitClient client = session().connect()) {
            List<Digest> about = client.evidence(subject).subjects();
            Set<Digest> observed =
                    new TreeSet<>(observations.stream().map(Digest::parse).toList());
            stored(client, vex, "vex", about)
                    .forEach(document -> observed.addAll(
                            client.explanations().split(document).observations()));
            Explained explained = client.explanations()
                    .explain(new Order(
                            subject, stored(client, advisories, "advisory", about), observed, book(client, about), at));
            Bytes trace = client.blob(explained.trace());
            Optional.ofNullable(target).ifPresent(file -> Documents.write(file, trace));
            Optional.ofNullable(page)
                    .ifPresent(file -> Documents.write(
                            file, ExplainPage.of(trace, explained.derivation().toString())));
            show(explained, JsonReader.readObject(trace, JsonLimits.DOCUMENT));
            return explained.verdict().equals("fail") ? ExitCode.REFUSED : ExitCode.DONE;
        }
    }

    private Digest book(ExhibitClient client, List<Digest> about) {
        return Optional.ofNullable(policy)
                .map(named -> stored(client, List.of(named), "policy", about).getFirst())
                .orElseGet(() -> store(client, RuleBook.standard(), "policy", about));
    }

    private static List<Digest> stored(ExhibitClient client, List<String> named, String kind, List<Digest> about) {
        return named.stream()
                .map(one -> Digest.isDigest(one)
                        ? Digest.parse(one)
                        : store(client, Documents.read(Path.of(one)), kind, about))
                .toList();
    }

    private static Digest store(ExhibitClient client, Bytes document, String kind, List<Digest> about) {
        Digest digest = Hashing.of(document);
        client.putBlob(digest, document);
        client.register(new Registration(digest, kind, JSON, about, List.of()));
        return digest;
    }

    private void show(Explained explained, ObjectReader trace) {
        boolean failed = explained.verdict().equals("fail");
        output().line(failed ? output().bad(explained.verdict()) : output().good(explained.verdict()));
        output().field("trace", explained.trace());
        output().field("made by", explained.derivation());
        output().field("as of", explained.time());
        List<ObjectReader> findings = trace.objects("findings", MANY);
        if (!findings.isEmpty()) {
            output().line("");
            output().line(row("verdict", "status", "because of", "component, advisory"));
        }
        findings.forEach(finding -> output().line(row(finding)));
        ObjectReader uncovered = trace.object("uncovered");
        int advisoriesLeft = uncovered.items("advisories", MANY).size();
        int componentsLeft = uncovered.items("components", MANY).size();
        if (advisoriesLeft + componentsLeft > 0) {
            output().line("");
            output().field(
                            "not covered",
                            componentsLeft + " components without a package URL, " + advisoriesLeft
                                    + " advisories about what has none: " + uncovered.text("verdict"));
        }
        output().result(Json.object()
                .with("verdict", explained.verdict())
                .with("trace", explained.trace().toString())
                .with("derivation", explained.derivation().toString())
                .with("time", explained.time().toString())
                .with("summary", trace.required("summary"))
                .with("findings", trace.required("findings"))
                .with("uncovered", trace.required("uncovered")));
    }

    private static String row(ObjectReader finding) {
        return row(
                finding.text("verdict"),
                finding.text("status"),
                finding.text("step"),
                finding.object("component").text("purl") + "  "
                        + finding.object("advisory").text("id"));
    }

    private static String row(String verdict, String status, String step, String what) {
        return "  " + padded(verdict, 9) + padded(status, 21) + padded(step, 12) + what;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notTime) {
            throw CommandFailure.usage("--at takes a time such as 2026-01-31T12:00:00Z, not '" + text + "'");
        }
    }
}
