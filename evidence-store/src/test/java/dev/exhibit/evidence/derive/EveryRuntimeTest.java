package dev.exhibit.evidence.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions give the same bytes in every Java runtime: compiled or interpreted, any collector, locale, zone, threads, order. */
class EveryRuntimeTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));
    private static final List<String> ELSEWHERE = List.of(
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.timezone=Pacific/Chatham",
            "-Dfile.encoding=COMPAT",
            "-Dstdout.encoding=UTF-8");

    @TempDir
    Path folder;

    @Test
    void interpretedAndElsewhere() throws IOException, InterruptedException {
        String usual = outputs(JAVA, List.of(), "10", "2", "1");
        assertThat(outputs(JAVA, List.of("-Xint"), "10", "1", "2")).isEqualTo(usual);
        assertThat(outputs(JAVA, ELSEWHERE, "10", "8", "3")).isEqualTo(usual);
    }

    @Test
    @Tag("proof")
    void aThousandSbomsInEveryRuntime() throws IOException, InterruptedException {
        String usual = outputs(JAVA, List.of(), "1000", "2", "1");
        assertThat(outputs(JAVA, ELSEWHERE, "1000", "8", "2")).isEqualTo(usual);
        for (String collector : List.of("Serial", "Parallel", "Z")) {
            assertThat(outputs(JAVA, List.of("-XX:+Use" + collector + "GC"), "1000", "1", "3"))
                    .as(collector)
                    .isEqualTo(usual);
        }
        assertThat(outputs(JAVA, List.of("-XX:ActiveProcessorCount=1"), "1000", "8", "4"))
                .isEqualTo(usual);
        assertThat(outputs(linked(), List.of(), "1000", "2", "5")).as("jlink").isEqualTo(usual);
        assertThat(outputs(JAVA, List.of("-Xint"), "1000", "2", "6")).isEqualTo(usual);
    }

    /** A runtime of the modules that the program needs, and no others. */
    private Path linked() throws IOException, InterruptedException {
        Path runtime = folder.resolve("runtime");
        run(List.of(
                JAVA.resolve("bin/jlink").toString(),
                "--add-modules",
                "java.sql,java.naming,java.management,java.security.jgss,java.net.http,jdk.crypto.ec,jdk.unsupported",
                "--output",
                runtime.toString()));
        return runtime;
    }

    private static String outputs(Path runtime, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(runtime.resolve("bin/java").toString()));
        command.add("-Dbasedir=" + System.getProperty("basedir"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AllFunctions.class.getName()));
        command.addAll(List.of(arguments));
        String said = run(command);
        assertThat(said).startsWith("sha256:").hasSize(71);
        return said;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.lines().reduce("", (before, last) -> last);
    }
}
