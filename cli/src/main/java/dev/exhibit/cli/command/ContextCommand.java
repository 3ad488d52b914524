package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code exhibit context}. */
@Command(
        name = "context",
        header = "Where the server is, who I am, which keys I trust.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ContextCommand.Use.class, ContextCommand.Show.class})
public final class ContextCommand {

    /** {@code exhibit context use}. */
    @Command(
            name = "use",
            header = "Pin a context and use it from now on.",
            description = {
                "Takes a context file, for example clients/pipeline.json of a service's data directory, or the name of one"
                        + " that was pinned before.",
                "Pinning is the moment of trust: the keys in the file are believed from then on."
            })
    public static final class Use extends Subcommand {
        @Parameters(paramLabel = "FILE|NAME", description = "A context file or a pinned name.")
        private String source = "";

        public Use(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Contexts contexts = session().contexts();
            Context context = contexts.load(source);
            contexts.store(context);
            contexts.use(context.name());
            render(this, context);
            return ExitCode.DONE;
        }
    }

    /** {@code exhibit context show}. */
    @Command(name = "show", header = "Show the context in use and the names of the others.")
    public static final class Show extends Subcommand {
        public Show(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Contexts contexts = session().contexts();
            render(this, contexts.required());
            output().field("pinned", String.join(", ", contexts.names()));
            return ExitCode.DONE;
        }
    }

    private static void render(Subcommand command, Context context) {
        List<String> keys = context.keys().stream().map(key -> key.id().hex()).toList();
        String server =
                context.server().map(known -> known.address().toString()).orElse("none");
        String identity =
                context.server().map(known -> known.keyStore().toString()).orElse("none");
        command.output().field("context", context.name());
        command.output().field("server", server);
        command.output().field("identity", identity);
        keys.forEach(key -> command.output().field("trusts", "key " + key));
        command.output()
                .result(Json.object()
                        .with("context", context.name())
                        .with("server", server)
                        .with("identity", identity)
                        .with("keys", Json.texts(keys)));
    }
}
