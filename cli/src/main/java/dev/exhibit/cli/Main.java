package dev.exhibit.cli;

import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.terminal.Failures;
import dev.exhibit.cli.terminal.Output;
import java.lang.reflect.InvocationTargetException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The exhibit command. */
public final class Main {
    private final Session session;

    private Main(Session session) {
        this.session = session;
    }

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
        return new Main(session).execute(args);
    }

    private int execute(String... args) {
        CommandLine line = new CommandLine(ExhibitCommand.class, this::create);
        subcommands(args).forEach(line::addSubcommand);
        line.setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, ignored, result) -> report(failure))
                .setParameterExceptionHandler((wrong, ignored) -> misuse(wrong));
        if (args.length == 0) {
            line.usage(line.getOut());
            return ExitCode.USAGE.number();
        }
        return line.execute(args);
    }

    /** The one that is asked for, or all: to read what all of them take needs longer than most of them work. */
    private static Map<String, Class<?>> subcommands(String... args) {
        Class<?> wanted = args.length == 0 ? null : ExhibitCommand.SUBCOMMANDS.get(args[0]);
        return wanted == null || wanted == CommandLine.HelpCommand.class
                ? ExhibitCommand.SUBCOMMANDS
                : Map.of(args[0], wanted);
    }

    /** Commands that want the session get it; picocli's own classes are made by picocli. */
    private <T> T create(Class<T> type) throws Exception {
        boolean wantsSession = Arrays.stream(type.getConstructors())
                .anyMatch(
                        constructor -> Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Session.class}));
        try {
            return wantsSession
                    ? type.getConstructor(Session.class).newInstance(session)
                    : CommandLine.defaultFactory().create(type);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private int report(Throwable thrown) {
        if (session.isDebugging()) {
            thrown.printStackTrace();
        }
        CommandFailure failure = Failures.of(thrown);
        session.output().result(failure.problem());
        session.output().note("exhibit: " + failure.getMessage());
        return failure.exit().number();
    }

    private int misuse(ParameterException wrong) {
        if (wrong.getCause() instanceof CommandFailure failure) {
            return report(failure);
        }
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        session.output().note("exhibit: " + wrong.getMessage() + ". See '" + command + " --help'.");
        CommandLine.UnmatchedArgumentException.printSuggestions(
                wrong, wrong.getCommandLine().getErr());
        return ExitCode.USAGE.number();
    }
}
