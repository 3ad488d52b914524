package dev.exhibit.bench.opinion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A foreign judge in a process of its own that answers line by line.
 *
 * @param command starts it
 */
public record PeerProcess(List<String> command) {
    public PeerProcess {
        command = List.copyOf(command);
    }

    /** sigstore-java in a JVM of its own. */
    public static PeerProcess sigstoreJava() {
        return new PeerProcess(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Batch.class.getName()));
    }

    /** npm's @sigstore/verify. */
    public static PeerProcess npm(Path home) {
        return new PeerProcess(List.of("node", home.resolve("verify.mjs").toString()));
    }

    /** All verdicts, in the order of the questions. */
    public List<Opinion> ask(List<Question> questions) {
        try (ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Future<?> writing = writer.submit(() -> write(process, questions));
            List<Opinion> opinions;
            try (var from = process.inputReader(StandardCharsets.UTF_8)) {
                opinions = from.lines().map(Opinion::read).toList();
            }
            writing.get();
            if (process.waitFor() != 0 || opinions.size() != questions.size()) {
                throw new IllegalStateException(
                        opinions.size() + " of " + questions.size() + " verdicts, exit " + process.exitValue());
            }
            return opinions;
        } catch (IOException | ExecutionException failed) {
            throw new IllegalStateException(String.join(" ", command), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void write(Process process, List<Question> questions) {
        try (Writer to = process.outputWriter(StandardCharsets.UTF_8)) {
            for (Question question : questions) {
                to.write(question.line());
                to.write('\n');
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
