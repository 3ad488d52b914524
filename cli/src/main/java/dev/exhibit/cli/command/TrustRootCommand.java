package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.cli.context.SignedRoot;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustStatement;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit trust-root}. */
@Command(
        name = "trust-root",
        header = "Fetch the newest trust root, check it against what is pinned, and pin it.",
        description = {
            "Asks the server of the context, or reads a folder. What the pinned root key did not sign, an earlier version, or other"
                    + " files of the same version, are refused.",
            "Writes trusted_root.json, signing_config.json and trusted_root.dsse.json."
        },
        footer = {
            "",
            "Exit codes: 0 pinned, or nothing newer; 5 refused: rolled back, changed, or not signed by the root."
        },
        subcommands = {TrustRootNextCommand.class, TrustRootSignCommand.class, TrustRootPublishCommand.class})
public final class TrustRootCommand extends Subcommand {
    @Option(names = "--from", paramLabel = "FOLDER", description = "Read the three files here; opens no socket.")
    private @Nullable Path from;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Where the files go; the current directory by default.")
    private Path out = Path.of("");

    @Option(
            names = "--root",
            paramLabel = "PEM",
            description = "The root key; needed once, where the context has none: it is pinned.")
    private @Nullable Path root;

    @Option(names = "--check", description = "Only look: write nothing, pin nothing.")
    private boolean check;

    public TrustRootCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        // 1. Whom to believe, and what is offered.
        Optional<Context> context = session().contexts().current();
        VerificationKey key = key(context);
        SignedRoot offered = offered(context);
        // 2. Judged against what is pinned.
        Instant now = session().clock().instant();
        Optional<Pins.PinnedRoot> pinned = context.flatMap(known -> known.pins().root());
        TrustStatement statement = judged(offered, key, pinned, now);
        // 3. Written and pinned.
        if (!check) {
            offered.write(out);
            context.ifPresent(known -> pin(known, key, offered, now));
        }
        show(statement, context, pinned.flatMap(Pins.PinnedRoot::envelope).map(offered.envelope()::equals));
        return ExitCode.DONE;
    }

    private VerificationKey key(Optional<Context> context) {
        Optional<VerificationKey> pinned = context.flatMap(known -> known.pins().rootKey());
        Optional<VerificationKey> given = Optional.ofNullable(root)
                .map(file -> VerificationKey.fromPem(Documents.read(file).asLenientText()));
        if (given.isPresent() && pinned.isPresent() && !given.equals(pinned)) {
            throw CommandFailure.usage(
                    "the context pins another root key: to believe this one instead, pin a context anew"
                            + " with 'exhibit context use'");
        }
        return pinned.or(() -> given)
                .orElseThrow(
                        () -> CommandFailure.usage("by which root key? Give it once with --root; never take it from"
                                + " where the trust root comes from"));
    }

    private SignedRoot offered(Optional<Context> context) {
        if (from != null) {
            return SignedRoot.read(from);
        }
        Context known = context.orElseGet(() -> session().contexts().required());
        try (ExhibitClient client = session().connect()) {
            return SignedRoot.fetch(client.trustRoots());
        } catch (CommandFailure none) {
            throw CommandFailure.usage(
                    none.getMessage() + "; or name a folder with --from (context '" + known.name() + "')");
        }
    }

    private static TrustStatement judged(
            SignedRoot offered, VerificationKey key, Optional<Pins.PinnedRoot> pinned, Instant now) {
        try {
            return offered.accept(key, pinned, now);
        } catch (SignedRoot.RefusedException refused) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "the trust root is refused: " + refused.getMessage()
                            + ". Nothing was pinned; tell who runs the service",
                    Json.object().with("result", "refused").with("detail", String.valueOf(refused.getMessage())));
        }
    }

    private void pin(Context context, VerificationKey key, SignedRoot offered, Instant now) {
        Pins.PinnedRoot newer = new Pins.PinnedRoot(now, offered.trustedRoot(), Optional.of(offered.envelope()));
        Contexts contexts = session().contexts();
        contexts.update(
                new Context(context.name(), context.server(), context.pins().with(newer, key)));
    }

    private void show(TrustStatement statement, Optional<Context> context, Optional<Boolean> same) {
        boolean newer = !same.orElse(false);
        String state = newer ? "newer than what was pinned" : "as pinned";
        output().line(output().good("signed") + " by the root key, " + state);
        output().field("tenant", statement.whose());
        output().field("version", statement.version());
        output().field("valid", statement.validFor());
        output().field("root file", statement.trustedRoot());
        context.filter(known -> !check).ifPresent(known -> output().field("pinned in", "context " + known.name()));
        output().result(Json.object()
                .with("tenant", statement.whose().tenant())
                .with("installation", statement.whose().installation())
                .with("version", statement.version())
                .with("trustedRoot", statement.trustedRoot().toString())
                .with("signingConfig", statement.signingConfig().toString())
                .with("newer", newer));
    }
}
