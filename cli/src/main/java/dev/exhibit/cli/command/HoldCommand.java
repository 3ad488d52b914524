package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retention;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit hold}. */
@Command(
        name = "hold",
        header = "Keep everything about an artifact until two people release it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HoldCommand.Place.class, HoldCommand.ListAll.class, HoldCommand.Release.class})
public final class HoldCommand {

    /** Does one act as the current context. */
    abstract static class Act extends Subcommand {
        Act(Session session) {
            super(session);
        }

        @Override
        protected final ExitCode run() {
            try (ExhibitClient client = session().connect()) {
                act(client.retention());
            }
            return ExitCode.DONE;
        }

        abstract void act(Retention retention);

        static Json.Obj document(Retention.Hold hold) {
            Json.Obj document = Json.object()
                    .with("id", hold.id())
                    .with("subject", hold.subject().toString())
                    .with("reason", hold.reason())
                    .with("placedAt", hold.placedAt())
                    .with("placedBy", hold.placedBy());
            Json.Obj released =
                    hold.releasedAt().map(at -> document.with("releasedAt", at)).orElse(document);
            return hold.releasedBy().map(by -> released.with("releasedBy", by)).orElse(released);
        }
    }

    /** {@code exhibit hold place}. */
    @Command(name = "place", header = "Keep what is known of an artifact, and what will be.")
    public static final class Place extends Act {
        @Parameters(paramLabel = "DIGEST", description = "The artifact: sha256: and 64 hexadecimal digits.")
        private String subject = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why, in one line: kept for ever in the journal.")
        private String reason = "";

        public Place(Session session) {
            super(session);
        }

        @Override
        void act(Retention retention) {
            Retention.Hold hold = retention.place(Digest.parse(subject), reason);
            output().line("hold " + hold.id() + " keeps everything about " + hold.subject());
            output().result(document(hold));
        }
    }

    /** {@code exhibit hold list}. */
    @Command(name = "list", header = "List the last 500 holds, latest first.")
    public static final class ListAll extends Act {
        public ListAll(Session session) {
            super(session);
        }

        @Override
        void act(Retention retention) {
            List<Retention.Hold> holds = retention.holds();
            holds.forEach(hold -> output().line(hold.id() + "  " + hold.subject() + "  " + hold.placedAt() + "  "
                    + hold.releasedAt().map(at -> "released " + at).orElse("in force") + "  " + hold.reason()));
            output().result(Json.object()
                    .with(
                            "holds",
                            Json.array(holds.stream().<Json>map(Act::document).toList())));
        }
    }

    /** {@code exhibit hold release}. */
    @Command(name = "release", header = "End a hold; it ends when a second person asks for it, too.")
    public static final class Release extends Act {
        @Parameters(paramLabel = "HOLD", description = "Its id; see 'exhibit hold list'.")
        private String id = "";

        public Release(Session session) {
            super(session);
        }

        @Override
        void act(Retention retention) {
            Retention.Hold hold = retention.release(id);
            output().line("hold " + hold.id() + " is released");
            output().result(document(hold));
        }
    }

    /** {@code exhibit retention}. */
    @Command(name = "retention", header = "Say how long each class of evidence is kept.")
    public static final class Rules extends Act {
        public Rules(Session session) {
            super(session);
        }

        @Override
        void act(Retention retention) {
            Map<String, Long> days = retention.days();
            days.forEach((kind, many) -> output().line(kind + "  " + many + " days"));
            output().line(days.isEmpty() ? "everything is kept for ever" : "everything else is kept for ever");
            Json.Obj all = Json.object();
            for (Map.Entry<String, Long> rule : days.entrySet()) {
                all = all.with(rule.getKey(), rule.getValue());
            }
            output().result(Json.object().with("days", all));
        }
    }
}
