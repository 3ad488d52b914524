package dev.exhibit.cli;

import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command line, read by picocli. */
final class Commands {
    private final Session session;

    Commands(Session session) {
        this.session = session;
    }

    int execute(String... args) {
        CommandLine line = new CommandLine(ExhibitCommand.class, this::create);
        subcommands(args).forEach(line::addSubcommand);
        line.setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, ignored, result) -> session.failed(failure))
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

    private int misuse(ParameterException wrong) {
        if (wrong.getCause() instanceof CommandFailure failure) {
            return session.failed(failure);
        }
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        session.output().note("exhibit: " + wrong.getMessage() + ". See '" + command + " --help'.");
        CommandLine.UnmatchedArgumentException.printSuggestions(
                wrong, wrong.getCommandLine().getErr());
        return ExitCode.USAGE.number();
    }
}
