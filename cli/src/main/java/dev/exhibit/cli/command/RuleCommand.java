package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.client.Administration;
import dev.exhibit.client.ExchangeRules;
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
    public static final class Add extends AdministrationCommand {
        @Parameters(paramLabel = "FILE", description = "The rule, JSON: name, issuer, jwks, claims, client.")
        private Path file = Path.of("");

        public Add(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            if (!(JsonReader.read(Documents.read(file), JsonLimits.BODY) instanceof Json.Obj rule)) {
                throw CommandFailure.usage(file + " holds no rule: expected a JSON object");
            }
            administration.addExchangeRule(rule);
            list(this, administration.exchangeRules());
        }
    }

    /** {@code exhibit rule list}. */
    @Command(name = "list", header = "Show the rules, and what the jobs' tokens must be for.")
    public static final class Show extends AdministrationCommand {
        public Show(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            list(this, administration.exchangeRules());
        }
    }

    /** {@code exhibit rule remove}. */
    @Command(name = "remove", header = "Take a rule away: no further job enrols by it.")
    public static final class Remove extends AdministrationCommand {
        @Parameters(paramLabel = "NAME", description = "The rule's name.")
        private String name = "";

        public Remove(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            administration.removeExchangeRule(name);
            list(this, administration.exchangeRules());
        }
    }

    private static void list(Subcommand command, ExchangeRules rules) {
        command.output().field("audience", rules.audience());
        rules.rules()
                .forEach(rule -> command.output()
                        .field("rule", CanonicalJson.of(rule).bytes().asLenientText()));
        command.output()
                .result(Json.object().with("audience", rules.audience()).with("rules", Json.array(rules.rules())));
    }
}
