package dev.exhibit.cli.demo;

import dev.exhibit.cli.terminal.Output;
import dev.exhibit.crypto.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Tells what each step of the demo did and how long it took. */
final class Narrator {
    private static final int WIDTH = 78;

    private final Output output;
    private final InstantSource clock;
    private final Instant begin;
    private final List<Json> told = new ArrayList<>();
    private int number;

    Narrator(Output output, InstantSource clock) {
        this.output = output;
        this.clock = clock;
        this.begin = clock.instant();
    }

    /** Work that a step does; what it says is shown when it has succeeded. */
    interface Step<T> {
        T run();
    }

    /** Announces a step, runs it, and shows its time. */
    <T> T step(String title, Step<T> step) {
        number++;
        Instant start = clock.instant();
        output.line("");
        output.line(output.strong(number + "  " + title));
        T result = step.run();
        long elapsed = Duration.between(start, clock.instant()).toMillis();
        told.add(Json.object().with("step", title).with("milliseconds", elapsed));
        output.line(output.faint(right(elapsed + " ms")));
        return result;
    }

    /** Something that the service did by itself. */
    void event(String text) {
        output.line("   " + text);
    }

    /** A step that has nothing to hand on. */
    void step(String title, Runnable step) {
        step(title, () -> {
            step.run();
            return number;
        });
    }

    void fact(String label, Object value) {
        output.line("   " + label + " ".repeat(Math.max(1, 12 - label.length())) + value);
    }

    void good(String text) {
        output.line("   " + output.good("ok") + "  " + text);
    }

    void refused(String what, String reason) {
        output.line(
                "   " + output.good("refused") + "  " + what + " ".repeat(Math.max(1, 22 - what.length())) + reason);
    }

    long elapsedMillis() {
        return Duration.between(begin, clock.instant()).toMillis();
    }

    Json steps() {
        return Json.array(told);
    }

    private static String right(String text) {
        return " ".repeat(Math.max(0, WIDTH - text.length())) + text;
    }
}
