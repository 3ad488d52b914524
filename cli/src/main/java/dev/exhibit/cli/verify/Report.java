package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.Output;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.verify.Check;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Outcome;
import java.util.List;

/** Renders the verifier's outcomes. */
public final class Report {
    private final Output output;

    public Report(Output output) {
        this.output = output;
    }

    /**
     * One bundle and what came of it.
     *
     * @param evidence the bundle
     * @param outcome the verifier's answer
     */
    public record Line(Evidence evidence, Outcome outcome) {
        /** Whether every check held; the outcome has the evidence. */
        public boolean holds() {
            return outcome instanceof Outcome.Verified;
        }
    }

    /** Shows all outcomes for one artifact. */
    public void show(String artifact, Digest digest, Trust trust, List<Line> lines) {
        output.line(output.strong(artifact));
        output.field("artifact", digest);
        output.field("trust", trust.source());
        lines.forEach(this::show);
        output.result(Json.object()
                .with("artifact", digest.toString())
                .with("name", artifact)
                .with("trust", trust.source())
                .with(
                        "outcomes",
                        Json.array(lines.stream().map(Report::describe).toList())));
    }

    private void show(Line line) {
        output.line("");
        output.field("bundle", line.evidence().name());
        for (Check check : line.outcome().checks()) {
            output.line("    " + output.good("ok") + "  " + padded(check.name().code()) + check.evidence());
        }
        switch (line.outcome()) {
            case Outcome.Verified verified ->
                output.line("  " + output.good("VERIFIED") + "  " + claim(verified.claim()));
            case Outcome.Refused refused -> {
                output.line(
                        "    " + output.bad("no") + "  " + padded(refused.code().code()));
                output.line("        expected  " + refused.expected());
                output.line("        found     " + refused.found());
                output.line("  " + output.bad("REFUSED") + "   " + refused.advice());
            }
        }
    }

    private static String claim(Claim claim) {
        return switch (claim) {
            case Claim.Attested attested -> attested.statement().predicateType();
            case Claim.Signed ignored -> "signature over the artifact";
        };
    }

    private static Json describe(Line line) {
        return line.outcome().toJson().with("bundle", line.evidence().name());
    }

    private static String padded(String name) {
        return name + " ".repeat(Math.max(1, 14 - name.length()));
    }
}
