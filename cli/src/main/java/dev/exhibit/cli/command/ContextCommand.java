package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.verify.Trust;
import dev.exhibit.cli.verify.TrustOptions;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.verify.Demands.Spelling;
import dev.exhibit.crypto.verify.IdentityRule;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit context}. */
@Command(
        name = "context",
        header = "Where the server is, who I am, which keys I trust.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ContextCommand.Use.class, ContextCommand.Pin.class, ContextCommand.Show.class})
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

    /** {@code exhibit context pin}. */
    @Command(
            name = "pin",
            header = "Pin whom to believe, under a name, and use it from now on.",
            description =
                    "For evidence that no service of yours made: keys, or identities with the authorities and logs"
                            + " of a trust root, or a policy.")
    public static final class Pin extends Subcommand {
        @Parameters(paramLabel = "NAME", description = "1 to 63 of a-z 0-9 -")
        private String name = "";

        @Mixin
        private TrustOptions trust = new TrustOptions();

        @Option(
                names = "--canonical",
                description = "Take bundles only as Exhibit spells them, byte for byte; else any JSON spelling.")
        private boolean canonical;

        public Pin(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Spelling spelling = canonical ? Spelling.CANONICAL : Spelling.ANY;
            Pins pins = Trust.pins(trust, spelling, session().clock().instant());
            if (pins.keys().isEmpty()
                    && pins.identities().isEmpty()
                    && pins.policy().isEmpty()) {
                throw CommandFailure.usage(
                        "nobody to pin: name a signer with --key, --certificate-identity or --policy");
            }
            Contexts contexts = session().contexts();
            Context context = new Context(name, Optional.empty(), pins);
            contexts.store(context);
            contexts.use(name);
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
        Pins pins = context.pins();
        List<String> keys = pins.keys().stream().map(key -> key.id().hex()).toList();
        List<String> identities =
                pins.identities().stream().map(IdentityRule::toString).toList();
        Optional<String> root =
                pins.root().map(pinned -> Hashing.of(pinned.document()) + ", pinned " + pinned.pinned());
        Optional<String> policy =
                pins.policy().map(document -> Hashing.of(document).toString());
        String server =
                context.server().map(known -> known.address().toString()).orElse("none");
        String identity =
                context.server().map(known -> known.keyStore().toString()).orElse("none");
        command.output().field("context", context.name());
        command.output().field("server", server);
        command.output().field("identity", identity);
        keys.forEach(key -> command.output().field("trusts", "key " + key));
        identities.forEach(known -> command.output().field("trusts", "identity " + known));
        policy.ifPresent(digest -> command.output().field("policy", digest));
        root.ifPresent(pinned -> command.output().field("trust root", pinned));
        command.output()
                .result(Json.object()
                        .with("context", context.name())
                        .with("server", server)
                        .with("identity", identity)
                        .with("keys", Json.texts(keys))
                        .with("identities", Json.texts(identities))
                        .with("policy", policy.orElse("none"))
                        .with("trustRoot", root.orElse("none")));
    }
}
