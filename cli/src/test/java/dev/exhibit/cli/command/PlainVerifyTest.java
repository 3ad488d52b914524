package dev.exhibit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.cli.terminal.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is read without picocli is read alike; what is not, picocli reads. */
class PlainVerifyTest {
    /** Known to picocli only. */
    private static final Set<String> LEFT = Set.of("--slice", "--from", "--vsa-verifier", "--output");

    private static Session session() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Session(new Output(nowhere, nowhere, false), Map.of(), () -> Instant.EPOCH);
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    /** The values of all options and parameters, as picocli finds them in the command's fields. */
    private static List<String> values(VerifyCommand command) {
        CommandSpec spec = new CommandLine(command).getCommandSpec();
        List<String> values = new ArrayList<>();
        for (ArgSpec argument : spec.args()) {
            boolean field = argument.userObject() instanceof java.lang.reflect.Field;
            values.add(argument.paramLabel() + (field ? " " + argument.<Object>getValue() : ""));
        }
        return values;
    }

    private static List<String> byPicocli(Session session, String line) {
        VerifyCommand command = new VerifyCommand(session);
        String[] all = words(line);
        new CommandLine(command).parseArgs(List.of(all).subList(1, all.length).toArray(String[]::new));
        return values(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify app",
                "verify sha256:00 app 'dist/**.jar' --json",
                "verify --key a.pem app --key b.pem other",
                "verify --json app --bundle a --bundle b --trusted-root r --policy p --vsa v",
                "verify --checksums c --certificate-identity i --certificate-oidc-issuer u",
                "verify app --certificate-identity-pattern https://*/x --certificate-oidc-issuer u=v"
            })
    void plainLinesAreReadAlike(String line) {
        Session plain = session();
        Session usual = session();
        VerifyCommand command = PlainVerify.read(plain, words(line)).orElseThrow();
        assertThat(values(command)).isEqualTo(byPicocli(usual, line));
        assertThat(plain.output().isJson()).isEqualTo(usual.output().isJson()).isEqualTo(line.contains("--json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify --help",
                "verify app -h",
                "verify app --key=a.pem",
                "verify app --key",
                "verify app --key --json",
                "verify app --key @words",
                "verify app --unknown value",
                "verify app --json --json",
                "verify app --policy a --policy b",
                "verify app --json --output text",
                "verify app --from https://host",
                "verify app -- --key",
                "verify @words",
                "verify app  other",
                "sign app",
                "help verify",
                "--version"
            })
    void everyOtherLineIsLeft(String line) {
        Session session = session();
        assertThat(PlainVerify.read(session, words(line))).isEmpty();
        assertThat(session.output().isJson()).isFalse();
    }

    @Test
    void noLineAtAllIsLeft() {
        assertThat(PlainVerify.read(session())).isEmpty();
    }

    @Test
    void everyOptionWithAValueIsKnown() {
        VerifyCommand command = new VerifyCommand(session());
        Set<String> unknown = new TreeSet<>();
        for (OptionSpec option : new CommandLine(command).getCommandSpec().options()) {
            if (option.arity().max() == 1 && !command.takeOption(option.longestName(), "value")) {
                unknown.add(option.longestName());
            }
        }
        assertThat(unknown).containsExactlyInAnyOrderElementsOf(LEFT);
    }
}
