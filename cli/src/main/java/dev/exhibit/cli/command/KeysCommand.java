package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.KeyCustody;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit keys}. */
@Command(
        name = "keys",
        header = "Look after the tenant's signing keys; for key custodians, and operators who approve.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeysCommand.ListAll.class,
            KeysCommand.History.class,
            KeysCommand.Prepare.class,
            KeysCommand.Activate.class,
            KeysCommand.Taint.class,
            KeysCommand.Revoke.class,
            KeysCommand.Destroy.class,
            KeysCommand.Pending.class,
            KeysCommand.Approve.class,
            KeysCommand.Withdraw.class,
            KeyHistoryCommand.Root.class,
            KeyHistoryCommand.Sign.class
        })
public final class KeysCommand {

    /** Does one act as the current context. */
    abstract static class Act extends Subcommand {
        Act(Session session) {
            super(session);
        }

        @Override
        protected final ExitCode run() {
            try (ExhibitClient client = session().connect()) {
                act(client.keyCustody());
            }
            return ExitCode.DONE;
        }

        abstract void act(KeyCustody custody);

        final void show(KeyCustody.Key key) {
            output().line("key " + key.keyId() + " is " + key.state());
            output().result(key.document());
        }
    }

    /** An act that somebody wants for a reason. */
    abstract static class Order extends Act {
        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why, in one line: kept for ever in the key's history.")
        private String reason = "";

        Order(Session session) {
            super(session);
        }

        @Override
        final void act(KeyCustody custody) {
            show(order(custody, reason));
        }

        abstract KeyCustody.Key order(KeyCustody custody, String why);
    }

    /** An act with one key. */
    abstract static class WithKey extends Order {
        @Parameters(paramLabel = "KEY", description = "Its id: 64 hexadecimal digits.")
        private String key = "";

        WithKey(Session session) {
            super(session);
        }

        final String key() {
            return key;
        }
    }

    /** A decision about a proposal. */
    abstract static class Decision extends Act {
        @Parameters(paramLabel = "CHANGE", description = "The proposal's id; see 'exhibit keys pending'.")
        private String change = "";

        Decision(Session session) {
            super(session);
        }

        final String change() {
            return change;
        }
    }

    /** {@code exhibit keys list}. */
    @Command(name = "list", header = "List the tenant's signing keys, oldest first.")
    public static final class ListAll extends Act {
        public ListAll(Session session) {
            super(session);
        }

        @Override
        void act(KeyCustody custody) {
            List<KeyCustody.Key> keys = custody.keys();
            keys.forEach(key -> output().line(key.keyId() + "  " + key.state() + " since " + key.changedAt()
                    + key.revokedFrom()
                            .map(time -> ", not trusted from " + time + " on")
                            .orElse("")));
            output().result(Json.object()
                    .with(
                            "keys",
                            Json.array(
                                    keys.stream().map(KeyCustody.Key::document).toList())));
        }
    }

    /** {@code exhibit keys history}. */
    @Command(name = "history", header = "Show all that became of a key: when, by whom, approved by whom, why.")
    public static final class History extends Act {
        @Parameters(paramLabel = "KEY", description = "Its id: 64 hexadecimal digits.")
        private String key = "";

        public History(Session session) {
            super(session);
        }

        @Override
        void act(KeyCustody custody) {
            List<KeyCustody.Change> changes = custody.history(key);
            changes.forEach(change -> output().line(change.at() + "  " + change.state() + " by " + change.by()
                    + change.approvedBy().map(other -> ", approved by " + other).orElse("") + ": " + change.reason()));
            output().result(Json.object()
                    .with(
                            "history",
                            Json.array(changes.stream()
                                    .map(KeyCustody.Change::document)
                                    .toList())));
        }
    }

    /** {@code exhibit keys prepare}. */
    @Command(name = "prepare", header = "Make a key that signs nothing yet.")
    public static final class Prepare extends Order {
        @Mixin
        private final RequestName name = new RequestName();

        public Prepare(Session session) {
            super(session);
        }

        @Override
        KeyCustody.Key order(KeyCustody custody, String why) {
            return custody.prepare(name.givenOrRandom(), why);
        }
    }

    /** {@code exhibit keys activate}. */
    @Command(name = "activate", header = "Let a prepared key sign, and taint the one that did.")
    public static final class Activate extends WithKey {
        public Activate(Session session) {
            super(session);
        }

        @Override
        KeyCustody.Key order(KeyCustody custody, String why) {
            return custody.activate(key(), why);
        }
    }

    /** {@code exhibit keys taint}. */
    @Command(name = "taint", header = "Let a key sign no more; its signatures stand.")
    public static final class Taint extends WithKey {
        public Taint(Session session) {
            super(session);
        }

        @Override
        KeyCustody.Key order(KeyCustody custody, String why) {
            return custody.taint(key(), why);
        }
    }

    /** {@code exhibit keys revoke}. */
    @Command(name = "revoke", header = "Let a key sign no more; its signatures are not to be trusted from a time on.")
    public static final class Revoke extends WithKey {
        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "From when on, such as 2026-01-31T12:00:00Z; now if it is not given.")
        private @Nullable String from;

        public Revoke(Session session) {
            super(session);
        }

        @Override
        KeyCustody.Key order(KeyCustody custody, String why) {
            return from == null ? custody.revoke(key(), why) : custody.revoke(key(), why, from);
        }
    }

    /** {@code exhibit keys destroy}. */
    @Command(name = "destroy", header = "Remove a key's private half from the vault, for ever.")
    public static final class Destroy extends WithKey {
        public Destroy(Session session) {
            super(session);
        }

        @Override
        KeyCustody.Key order(KeyCustody custody, String why) {
            return custody.destroy(key(), why);
        }
    }

    /** {@code exhibit keys pending}. */
    @Command(name = "pending", header = "List what waits for somebody else's approval.")
    public static final class Pending extends Act {
        public Pending(Session session) {
            super(session);
        }

        @Override
        void act(KeyCustody custody) {
            List<KeyCustody.Proposal> proposals = custody.proposals();
            proposals.forEach(proposal -> output().line(proposal.change() + "  " + proposal.act() + " "
                    + proposal.keyId().orElse("a new key") + ", wanted by " + proposal.proposedBy() + " until "
                    + proposal.expires() + ": " + proposal.reason()));
            output().result(Json.object()
                    .with(
                            "proposals",
                            Json.array(proposals.stream()
                                    .map(KeyCustody.Proposal::document)
                                    .toList())));
        }
    }

    /** {@code exhibit keys approve}. */
    @Command(name = "approve", header = "Do what somebody else proposed; for operators.")
    public static final class Approve extends Decision {
        public Approve(Session session) {
            super(session);
        }

        @Override
        void act(KeyCustody custody) {
            show(custody.approve(change()));
        }
    }

    /** {@code exhibit keys withdraw}. */
    @Command(name = "withdraw", header = "Take a proposal back.")
    public static final class Withdraw extends Decision {
        public Withdraw(Session session) {
            super(session);
        }

        @Override
        void act(KeyCustody custody) {
            custody.withdraw(change());
            output().line("proposal " + change() + " waits no more");
            output().result(Json.object().with("change", change()).with("withdrawn", true));
        }
    }
}
