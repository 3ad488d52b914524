package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExchangeRules;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code exhibit rule}. */
@Command(
        name = "rule",
        header = "Which CI jobs may enrol. For administrators of a tenant.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RuleCommand.Add.class, RuleCommand.Show.class, RuleCommand.Remove.class})
public final class RuleCommand {

    /** {@code exhibit rule add}. */
    @Command(name = "add", header = "Let the jobs enrol that a rule describes.")
    public static final class Add extends Subcommand {
        @Parameters(paramLabel = "FILE", description = "The rule, JSON: name, issuer, jwks, claims, client.")
        private Path file = Path.of("");

        public Add(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            if (!(JsonReader.read(Documents.read(file), JsonLimits.BODY) instanceof Json.Obj rule)) {
                throw CommandFailure.usage(file + " holds no rule: expected a JSON object");
            }
            try (ExhibitClient service = Connections.open(session().contexts().required())) {
                service.addExchangeRule(rule);
                show(this, service.exchangeRules());
            }
            return ExitCode.DONE;
        }
    }

    /** {@code exhibit rule list}. */
    @Command(name = "list", header = "Show the rules, and what the jobs' tokens must be for.")
    public static final class Show extends Subcommand {
        public Show(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            try (ExhibitClient service = Connections.open(session().contexts().required())) {
                show(this, service.exchangeRules());
            }
            return ExitCode.DONE;
        }
    }

    /** {@code exhibit rule remove}. */
    @Command(name = "remove", header = "Take a rule away: no further job enrols by it.")
    public static final class Remove extends Subcommand {
        @Parameters(paramLabel = "NAME", description = "The rule's name.")
        private String name = "";

        public Remove(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            try (ExhibitClient service = Connections.open(session().contexts().required())) {
                service.removeExchangeRule(name);
                show(this, service.exchangeRules());
            }
            return ExitCode.DONE;
        }
    }

    private static void show(Subcommand command, ExchangeRules rules) {
        command.output().field("audience", rules.audience());
        rules.rules()
                .forEach(rule -> command.output()
                        .field("rule", CanonicalJson.of(rule).bytes().asLenientText()));
        command.output()
                .result(Json.object().with("audience", rules.audience()).with("rules", Json.array(rules.rules())));
    }
}
