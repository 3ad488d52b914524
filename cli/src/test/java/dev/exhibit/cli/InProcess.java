package dev.exhibit.cli;

import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.terminal.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Runs commands as a user would, but in this process, and keeps what the last one printed.
 *
 * @param environment the variables it sees
 * @param clock what time it is
 */
record InProcess(Map<String, String> environment, InstantSource clock, ByteArrayOutputStream printed) {
    InProcess(Map<String, String> environment, InstantSource clock) {
        this(environment, clock, new ByteArrayOutputStream());
    }

    /** The exit code. */
    int run(List<String> arguments) {
        printed.reset();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Session session = new Session(new Output(out, out, false), environment, clock);
        return Main.run(session, arguments.toArray(String[]::new));
    }

    /** What it printed, on either stream. */
    String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
