package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.terminal.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has: {@code --help}, {@code --json}, an output and an exit code. */
public abstract class Subcommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    protected Subcommand(Session session) {
        this.session = session;
    }

    @Option(names = "--json", description = "Print the result as JSON.")
    void json(boolean wanted) {
        if (wanted) {
            session.output().useJson();
        }
    }

    @Option(names = "--output", paramLabel = "text|json", description = "The same: --output json.")
    void outputForm(String form) {
        switch (form) {
            case "json" -> session.output().useJson();
            case "text" -> {}
            default -> throw CommandFailure.usage("--output is text or json, not '" + form + "'");
        }
    }

    @Override
    public final Integer call() {
        return run().number();
    }

    /** Does the work. Fails by throwing; see {@code Failures}. */
    protected abstract ExitCode run();

    protected final Session session() {
        return session;
    }

    protected final Output output() {
        return session.output();
    }
}
