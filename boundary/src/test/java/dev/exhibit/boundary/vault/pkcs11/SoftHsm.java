package dev.exhibit.boundary.vault.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * SoftHSM with one token in a folder of its own. The library finds its configuration by a variable of this process's
 * environment, which Java cannot set.
 */
@SuppressWarnings("restricted")
final class SoftHsm {
    static final String LABEL = "exhibit";
    static final String PIN = "2468-user";

    private final Path peer = Peers.find("softhsm", "libsofthsm2.so");
    private final Path tokens;
    private final Path configuration;

    SoftHsm(Path folder) {
        tokens = folder.resolve("tokens");
        configuration = folder.resolve("softhsm2.conf");
        try {
            Files.createDirectories(tokens);
            Files.writeString(
                    configuration,
                    "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        setEnvironment("SOFTHSM2_CONF", configuration.toString());
        run("--init-token", "--free", "--label", LABEL, "--so-pin", "1357-officer", "--pin", PIN);
    }

    Path library() {
        return peer.resolve("libsofthsm2.so");
    }

    /** Takes the token away. */
    void remove() {
        move(tokens, tokens.resolveSibling("taken-away"));
    }

    /** Puts it back. */
    void putBack() {
        move(tokens.resolveSibling("taken-away"), tokens);
    }

    /** What the tool of SoftHSM says. */
    String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                peer.resolve("softhsm2-util").toString(), "--module", library().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", configuration.toString());
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) linker.downcallHandle(
                            linker.defaultLookup().find("setenv").orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            assertThat(failed).isZero();
        } catch (RuntimeException | Error passed) {
            throw passed;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
