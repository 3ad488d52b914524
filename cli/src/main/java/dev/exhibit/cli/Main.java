package dev.exhibit.cli;

import dev.exhibit.cli.command.PlainVerify;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.terminal.Output;
import java.time.InstantSource;

/** The exhibit command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Session session = new Session(Output.ofProcess(System.getenv()), System.getenv(), InstantSource.system());
        System.exit(guarded(session, args));
    }

    /** Even a virtual machine in trouble ends with one line and an exit code. */
    private static int guarded(Session session, String... args) {
        try {
            return run(session, args);
        } catch (StackOverflowError | OutOfMemoryError exhausted) {
            session.output().note("exhibit: out of memory: the input is too large or nested too deeply");
            return ExitCode.USAGE.number();
        }
    }

    /** Runs one command line and answers its exit code. */
    public static int run(Session session, String... args) {
        return PlainVerify.read(session, args).map(session::run).orElseGet(() -> new Commands(session).execute(args));
    }
}
