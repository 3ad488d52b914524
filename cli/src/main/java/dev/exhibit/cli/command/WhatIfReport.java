package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.terminal.Output;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.derive.BlobSource;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.ExplainFunction;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.derive.WhatIf;
import dev.exhibit.evidence.derive.WhatIf.Answer;
import dev.exhibit.evidence.explain.TraceDifference;
import dev.exhibit.evidence.explain.TraceDifference.Change;
import dev.exhibit.evidence.explain.TraceDifference.Standing;
import java.nio.file.Path;
import java.util.Optional;

/** {@code exhibit replay --what-if}: asks and shows what would be otherwise. */
final class WhatIfReport {
    private final Output output;
    private final BlobSource source;

    WhatIfReport(Output output, BlobSource source) {
        this.output = output;
        this.source = source;
    }

    /** @param question {@code INPUT=FILE}, or {@code PARAMETER=TEXT} */
    ExitCode show(DerivationRecord record, String question) {
        int equals = question.indexOf('=');
        if (equals < 1) {
            throw CommandFailure.usage("--what-if takes INPUT=FILE, not '" + question + "'");
        }
        String input = question.substring(0, equals);
        String value = question.substring(equals + 1);
        WhatIf whatIf = new WhatIf(Functions.standard(), source);
        Answer answer = WhatIf.hasText(record, input)
                ? whatIf.ofParameter(record, input, value)
                : whatIf.ofInput(record, input, Documents.read(Path.of(value)));
        return switch (answer) {
            case Answer.NotReproduced not -> {
                String why =
                        not.difference().kind().wire() + ": " + not.difference().detail();
                output.line(output.bad("differs") + "  " + record.output());
                output.field("why", why);
                output.line("Only what can be reproduced can be compared.");
                output.result(Json.object()
                        .with("result", "differs")
                        .with("output", record.output().toString())
                        .with("difference", why));
                yield ExitCode.DIFFERS;
            }
            case Answer.Compared compared -> {
                show(record, input + " = " + value, compared);
                yield ExitCode.DONE;
            }
        };
    }

    private void show(DerivationRecord record, String question, Answer.Compared compared) {
        boolean same = compared.changed().equals(compared.recorded());
        output.line(output.good("identical") + "  " + record.output());
        output.field("what if", question);
        output.field("output", same ? "the same" : Hashing.of(compared.changed()));
        Json.Obj json = Json.object()
                .with("result", "identical")
                .with("output", record.output().toString())
                .with("whatIf", question)
                .with("changed", Hashing.of(compared.changed()).toString());
        if (record.function().equals(ExplainFunction.NAME)) {
            json = json.with("difference", traces(compared.recorded(), compared.changed()));
        }
        output.result(json);
    }

    private Json traces(Bytes recorded, Bytes changed) {
        TraceDifference difference = TraceDifference.between(recorded, changed);
        output.field(
                "verdict",
                difference.before().equals(difference.after())
                        ? difference.before() + ", as before"
                        : difference.before() + " -> " + difference.after());
        for (Change change : difference.changes()) {
            output.line("  " + change.component() + "  " + change.advisory());
            output.line("      " + text(change.before()) + " -> " + text(change.after()));
        }
        return difference.toJson();
    }

    private static String text(Optional<Standing> standing) {
        return standing.map(one -> one.status() + " (" + one.step() + "), " + one.verdict())
                .orElse("not looked at");
    }
}
