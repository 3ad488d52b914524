package dev.exhibit.cli.terminal;

import dev.exhibit.crypto.json.Json;

/** Ends a command: one line that says what, why and what to do, and the exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;
    private final transient Json.Obj problem;

    public CommandFailure(ExitCode exit, String message) {
        this(exit, message, Json.object().with("detail", message));
    }

    /** @param problem what {@code --json} shows */
    public CommandFailure(ExitCode exit, String message, Json.Obj problem) {
        super(message);
        this.exit = exit;
        this.problem = problem;
    }

    /** Wrong use or unreadable input. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    public ExitCode exit() {
        return exit;
    }

    public Json.Obj problem() {
        return problem;
    }
}
