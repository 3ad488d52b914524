package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code openssl} command, for a second opinion. */
public final class OpenSsl {
    private OpenSsl() {}

    /**
     * How a run ended.
     *
     * @param exit its exit code
     * @param text what it said, on either stream
     */
    public record Said(int exit, String text) {}

    /** Runs it to a good end, and answers what it said. */
    public static String run(String... arguments) throws IOException, InterruptedException {
        Said said = ask(arguments);
        assertThat(said.exit()).as(said.text()).isZero();
        return said.text();
    }

    /** Runs it, whatever it says. */
    public static Said ask(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
