package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Failures;
import dev.exhibit.cli.terminal.Output;
import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/**
 * What every command gets from the process it runs in.
 *
 * @param output where to write
 * @param environment environment variables
 * @param clock what time it is
 */
public record Session(Output output, Map<String, String> environment, InstantSource clock) {
    public Session {
        environment = Map.copyOf(environment);
    }

    /** Whether {@code EXHIBIT_DEBUG=1} asks for stack traces and all log lines. */
    public boolean isDebugging() {
        return "1".equals(environment.get("EXHIBIT_DEBUG"));
    }

    public Contexts contexts() {
        return Contexts.of(environment);
    }

    /** A client for the server of the context in use. */
    public ExhibitClient connect() {
        return connect(Connections.required(contexts().required()));
    }

    /** The same caller at another address. */
    public ExhibitClient connect(URI address) {
        return connect(Connections.required(contexts().required()).to(address));
    }

    public ExhibitClient connect(Connection connection) {
        return new ExhibitClient(connection, clientParts());
    }

    /** What clients work with: their warnings are notes. */
    ClientParts clientParts() {
        return Connections.parts(warning -> output.note("exhibit: warning: " + warning));
    }

    /** How the user calls this program: {@code exhibit}, or the launcher's path in a checkout. */
    public String command() {
        return environment.getOrDefault("EXHIBIT_COMMAND", "exhibit");
    }

    /** Runs a command and answers its exit code. */
    public int run(Subcommand command) {
        try {
            return command.call();
        } catch (RuntimeException failure) {
            return failed(failure);
        }
    }

    /** Tells what went wrong and answers the exit code. */
    public int failed(Throwable thrown) {
        if (isDebugging()) {
            thrown.printStackTrace();
        }
        CommandFailure failure = Failures.of(thrown);
        output.result(failure.problem());
        output.note("exhibit: " + failure.getMessage());
        return failure.exit().number();
    }
}
