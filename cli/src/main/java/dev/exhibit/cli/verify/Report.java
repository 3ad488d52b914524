package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.Output;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.verify.Check;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Demands.Spelling;
import dev.exhibit.crypto.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Renders verdicts: every check of one artifact, a line each for many. */
public final class Report {
    private static final int NAME_WIDTH = 23;

    private final Output output;
    private final boolean detailed;
    private final List<Verdict> verdicts = new ArrayList<>();

    /** @param detailed whether every check is shown, for one artifact; else a line an artifact */
    public Report(Output output, boolean detailed) {
        this.output = output;
        this.detailed = detailed;
    }

    /** Says whom this verification believes. */
    public void trust(Trust trust, Instant now) {
        output.field("trust", trust.source());
        trust.keys().forEach(key -> output.field("", key.toString()));
        trust.identities().forEach(identity -> output.field("", "identity " + identity));
        trust.policy().ifPresent(policy -> output.field("policy", policy.digest()));
        if (!trust.history().keys().isEmpty()) {
            output.field("key history", "of " + trust.history().issued());
        }
        trust.root()
                .ifPresent(root -> output.field(
                        "trust root", root.digest() + ", " + age(root, now) + " old, of " + root.source()));
    }

    /** Shows one verdict as soon as it is there. */
    public void show(Verdict verdict) {
        verdicts.add(verdict);
        if (detailed) {
            output.field("artifact", verdict.digest() + "  " + verdict.name());
            verdict.lines().forEach(this::show);
            verdict.decision().ifPresent(this::show);
        } else {
            output.line("  " + mark(verdict));
        }
    }

    /** Ends the report: the summary, and all of it as data. */
    public void end(Trust trust, SignatureChecker checker, Instant now) {
        Map<Verdict.Status, Long> counts = new TreeMap<>();
        for (Verdict.Status status : Verdict.Status.values()) {
            counts.put(status, count(status));
        }
        if (!detailed) {
            output.line("");
            output.line("  " + verdicts.size() + " artifacts: " + counts.get(Verdict.Status.VERIFIED) + " verified, "
                    + counts.get(Verdict.Status.REFUSED) + " refused, " + counts.get(Verdict.Status.NO_EVIDENCE)
                    + " without evidence");
        }
        Json.Obj summary = Json.object();
        for (Map.Entry<Verdict.Status, Long> count : counts.entrySet()) {
            summary = summary.with(count.getKey().code(), count.getValue());
        }
        output.result(Json.object()
                .with(
                        "artifacts",
                        Json.array(verdicts.stream().map(Verdict::toJson).toList()))
                .with("crypto", Json.texts(providers(checker)))
                .with("summary", summary)
                .with("time", now.toString())
                .with("trust", describe(trust, now)));
    }

    /** Who computed; a stable order. */
    private static List<String> providers(SignatureChecker checker) {
        return checker.report().values().stream()
                .distinct()
                .map(CryptoProvider::code)
                .toList();
    }

    private long count(Verdict.Status status) {
        return verdicts.stream().filter(verdict -> verdict.status() == status).count();
    }

    private String mark(Verdict verdict) {
        return switch (verdict.status()) {
            case VERIFIED -> output.good("ok") + "  " + verdict.name();
            case NO_EVIDENCE -> output.bad("no") + "  " + verdict.name() + "  no evidence";
            case REFUSED ->
                output.bad("no") + "  " + verdict.name() + "  "
                        + verdict.refusal()
                                .map(refused -> refused.code().code() + ", found " + refused.found())
                                .orElse("");
        };
    }

    private void show(Verdict.Line line) {
        output.line("");
        output.field("bundle", line.evidence());
        for (Check check : line.outcome().checks()) {
            output.line("    " + output.good("ok") + "  " + padded(check.name().code()) + check.evidence());
        }
        switch (line.outcome()) {
            case Outcome.Verified verified ->
                output.line("  " + output.good("VERIFIED") + "  " + claim(verified.claim()));
            case Outcome.Refused refused -> show(refused);
        }
    }

    private void show(Outcome.Refused refused) {
        output.line("    " + output.bad("no") + "  " + padded(refused.code().code()));
        output.line("        expected  " + refused.expected());
        output.line("        found     " + refused.found());
        output.line("  " + output.bad("REFUSED") + "   " + refused.advice());
    }

    private void show(Decision decision) {
        output.line("");
        switch (decision) {
            case Decision.Passed ignored -> output.line("  " + output.good("PASSED") + "  the policy");
            case Decision.Failed failed -> {
                output.line("  " + output.bad("FAILED") + "  the policy:");
                show(failed.reason());
            }
        }
    }

    private static String claim(Claim claim) {
        return switch (claim) {
            case Claim.Attested attested -> attested.statement().predicateType();
            case Claim.Signed ignored -> "signature over the artifact";
        };
    }

    private static Json.Obj describe(Trust trust, Instant now) {
        Json.Obj json = Json.object()
                .with("source", trust.source())
                .with("spelling", trust.spelling() == Spelling.CANONICAL ? "canonical" : "any")
                .with(
                        "keys",
                        Json.texts(trust.keys().stream()
                                .map(key -> key.id().hex())
                                .sorted()
                                .toList()))
                .with(
                        "identities",
                        Json.array(trust.identities().stream()
                                .map(identity -> identity.toJson())
                                .toList()));
        if (trust.policy().isPresent()) {
            json = json.with("policy", trust.policy().get().digest().toString());
        }
        return trust.root().isEmpty()
                ? json
                : json.with("trustRoot", describe(trust.root().get(), now));
    }

    private static Json.Obj describe(Trust.Root root, Instant now) {
        return Json.object()
                .with("source", root.source())
                .with("digest", root.digest().toString())
                .with("fetched", root.fetched().toString())
                .with("age", Duration.between(root.fetched(), now).toString());
    }

    private static String age(Trust.Root root, Instant now) {
        Duration age = Duration.between(root.fetched(), now);
        return age.toDays() > 0 ? age.toDays() + " days" : age.toHours() + " h";
    }

    private static String padded(String name) {
        return name + " ".repeat(Math.max(1, NAME_WIDTH - name.length()));
    }
}
