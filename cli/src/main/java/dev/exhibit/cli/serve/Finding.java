package dev.exhibit.cli.serve;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.terminal.Output;
import dev.exhibit.crypto.json.Json;
import java.util.List;

/**
 * What came of trying one thing.
 *
 * @param name what was tried
 * @param detail what was found and, where it is not good, what to do
 */
record Finding(String name, Outcome outcome, String detail) {
    /** Whether a start could use it. */
    enum Outcome {
        GOOD("good"),
        /** It works, and something better would be wise. */
        ADVICE("advice"),
        BAD("bad"),
        /** Nobody could be asked; later it may be good. */
        UNKNOWN("unknown");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    static Finding good(String name, String detail) {
        return new Finding(name, Outcome.GOOD, detail);
    }

    /** Good, or else advice with what to do about it. */
    static Finding goodOrAdvice(boolean holds, String name, String good, String advice) {
        return holds ? good(name, good) : new Finding(name, Outcome.ADVICE, advice);
    }

    /** Good, or else bad with what to do about it. */
    static Finding goodOrBad(boolean holds, String name, String good, String bad) {
        return holds ? good(name, good) : new Finding(name, Outcome.BAD, bad);
    }

    static Finding unknown(String name, String detail) {
        return new Finding(name, Outcome.UNKNOWN, detail);
    }

    /** How a command ends that found all this. */
    static ExitCode exit(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.outcome == Outcome.BAD)) {
            return ExitCode.USAGE;
        }
        return findings.stream().anyMatch(finding -> finding.outcome == Outcome.UNKNOWN)
                ? ExitCode.UNAVAILABLE
                : ExitCode.DONE;
    }

    /** A line for people. */
    String line(Output output) {
        String painted = switch (outcome) {
            case GOOD -> output.good(outcome.word);
            case ADVICE -> output.strong(outcome.word);
            case BAD, UNKNOWN -> output.bad(outcome.word);
        };
        return "  " + painted + "  " + output.strong(name) + "  " + detail;
    }

    static Json toJson(List<Finding> findings) {
        return Json.array(findings.stream().map(Finding::toJson).toList());
    }

    private Json toJson() {
        return Json.object().with("name", name).with("outcome", outcome.word).with("detail", detail);
    }
}
