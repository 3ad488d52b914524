package dev.exhibit.bench.verify;

import dev.exhibit.bench.opinion.Judge;
import dev.exhibit.bench.opinion.Opinion;
import dev.exhibit.bench.opinion.OurJudge;
import dev.exhibit.bench.opinion.Question;
import dev.exhibit.bench.opinion.SigstoreJavaJudge;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureChecker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * {@code Meter JUDGE WARM_UP SECONDS FILE…}: asks one judge the questions of each file again and again and prints a line
 * with the file's name and verifications per second of CPU time, three measurements. {@code JUDGE} is {@code sigstore-java}
 * or the providers of ours, for example {@code corretto,bouncy-castle,jdk}.
 *
 * <p>Warming up ends when the virtual machine's own threads, which compile what is hot, take little of the CPU time, and
 * at the latest after {@code WARM_UP} seconds of it: a measurement that begins earlier measures the compiler.
 */
public final class Meter {
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MEASUREMENTS = 3;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final double LITTLE = 0.05;

    /** Starts the line that names the provider. */
    static final String PROVIDER = "provider";

    private Meter() {}

    public static void main(String[] args) throws IOException {
        Duration warmUp = Duration.ofSeconds(Long.parseLong(args[1]));
        Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
        Judge judge = judge(args[0]);
        for (String file : List.of(args).subList(3, args.length)) {
            List<Judge.Prepared> questions = Files.readAllLines(Path.of(file)).stream()
                    .map(Question::read)
                    .map(judge::prepare)
                    .toList();
            warmUp(questions, warmUp);
            StringBuilder line = new StringBuilder(Path.of(file).getFileName().toString());
            for (int i = 0; i < MEASUREMENTS; i++) {
                line.append(String.format(Locale.ROOT, " %.1f", rate(questions, time)));
            }
            System.out.println(line);
        }
    }

    private static Judge judge(String name) {
        if (name.equals("sigstore-java")) {
            return new SigstoreJavaJudge();
        }
        List<CryptoProvider> providers = List.of(name.split(",")).stream()
                .map(provider ->
                        CryptoProvider.valueOf(provider.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
        SignatureChecker checker = new SignatureChecker(providers);
        CryptoProvider serving = checker.report().get(SignatureAlgorithm.ECDSA_P256_SHA256);
        System.out.println(PROVIDER + " " + (serving == null ? "none" : serving.code()));
        return new OurJudge(checker, Instant.now());
    }

    /** @param most CPU time */
    private static void warmUp(List<Judge.Prepared> questions, Duration most) {
        long end = SYSTEM.getProcessCpuTime() + most.toNanos();
        double others = 1;
        while (others > LITTLE && SYSTEM.getProcessCpuTime() < end) {
            long process = SYSTEM.getProcessCpuTime();
            long asking = THREADS.getCurrentThreadCpuTime();
            rate(questions, ROUND);
            others = 1 - (THREADS.getCurrentThreadCpuTime() - asking) / (double) (SYSTEM.getProcessCpuTime() - process);
        }
    }

    /** Verifications per second of this process's CPU time: neighbours on the machine do not count. */
    private static double rate(List<Judge.Prepared> questions, Duration time) {
        long begin = SYSTEM.getProcessCpuTime();
        long end = begin + time.toNanos();
        long done = 0;
        long now = begin;
        while (now < end) {
            for (Judge.Prepared question : questions) {
                requireAccepted(question.judge());
            }
            done += questions.size();
            now = SYSTEM.getProcessCpuTime();
        }
        return done * 1e9 / (now - begin);
    }

    private static void requireAccepted(Opinion opinion) {
        if (!(opinion instanceof Opinion.Accepted)) {
            throw new IllegalStateException("a genuine bundle is refused: " + opinion.line());
        }
    }
}
