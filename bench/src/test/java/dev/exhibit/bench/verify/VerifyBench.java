package dev.exhibit.bench.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code VerifyBench ROOT WORK NPM [VECTORS]}: verifications per core-second, ours beside sigstore-java and npm, one after
 * the other on the same core. Prints a table with its conditions.
 */
public final class VerifyBench {
    private static final String WARM_UP = "8";
    private static final String SECONDS = "4";
    private static final String CORE = "1";
    private static final String OURS = "corretto,bouncy-castle,jdk";

    private final Path work;
    private final List<String> pin;

    private VerifyBench(Path work, List<String> pin) {
        this.work = work;
        this.pin = pin;
    }

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        VerifyBench bench = new VerifyBench(Path.of(args[1]), pin());
        Path npm = Path.of(args[2]);
        List<Workload> workloads = new ArrayList<>(List.of(Workload.managedKey(), Workload.identityCertificate()));
        if (args.length > 3 && !args[3].isEmpty()) {
            Path trust = Path.of(args[3], "sigstore", "public-good.trusted_root.json");
            workloads.add(Workload.publicKeyless(root.resolve("testdata/bundles"), trust));
        } else {
            System.out.println("public-keyless is left out: EXHIBIT_VECTORS is not set");
        }
        bench.run(workloads, npm);
    }

    private static List<String> pin() {
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        return several && Files.isExecutable(Path.of("/usr/bin/taskset"))
                ? List.of("/usr/bin/taskset", "-c", CORE)
                : List.of();
    }

    private void run(List<Workload> workloads, Path npm) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        List<String> keyless = new ArrayList<>();
        for (Workload workload : workloads) {
            String file = workload.write(work).toString();
            all.add(file);
            if (workload.keyless()) {
                keyless.add(file);
            }
        }
        Map<String, String> ours = measure(meter(OURS), all);
        Map<String, String> jdk = measure(meter("jdk"), all);
        Map<String, String> java = measure(meter("sigstore-java"), keyless);
        Map<String, String> node = Files.isRegularFile(npm.resolve("measure.mjs"))
                ? measure(List.of("node", npm.resolve("measure.mjs").toString()), all)
                : Map.of();
        conditions(ours.getOrDefault("provider", "?"), node.isEmpty());
        System.out.printf("%-22s %8s %8s %8s %14s %8s%n", "", "goal", "ours", "with JDK", "sigstore-java", "npm");
        for (Workload workload : workloads) {
            String name = workload.name();
            System.out.printf(
                    "%-22s %8d %8s %8s %14s %8s%n",
                    name,
                    workload.goal(),
                    ours.get(name),
                    jdk.get(name),
                    java.getOrDefault(name, "-"),
                    node.getOrDefault(name, "-"));
        }
    }

    private static List<String> meter(String judge) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Meter.class.getName(),
                judge);
    }

    /** The median of each file by its name; and the provider, where the judge has one. */
    private Map<String, String> measure(List<String> judge, List<String> files)
            throws IOException, InterruptedException {
        List<String> command = Stream.of(pin, judge, List.of(WARM_UP, SECONDS), files)
                .flatMap(List::stream)
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, String> medians = new HashMap<>();
        try (var lines = process.inputReader()) {
            lines.lines().map(line -> line.split(" ")).forEach(words -> medians.put(words[0], median(words)));
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
        return medians;
    }

    private static String median(String[] words) {
        if (words.length == 2) {
            return words[1];
        }
        double middle = Stream.of(words)
                .skip(1)
                .mapToDouble(Double::parseDouble)
                .sorted()
                .skip((words.length - 1) / 2)
                .findFirst()
                .orElseThrow();
        return String.format(Locale.ROOT, "%,.0f", middle);
    }

    private void conditions(String provider, boolean withoutNpm) {
        System.out.printf(
                "verifications per second of CPU time, single thread, %s s of warm-up, median of 3 times %s s,"
                        + " every verdict accepted%n",
                WARM_UP, SECONDS);
        System.out.printf(
                "%s, %s %s, %s, %d cores, %s, ours with %s%s%n",
                LocalDate.now(ZoneOffset.UTC),
                System.getProperty("java.vendor.version"),
                Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                pin.isEmpty() ? "not pinned" : "pinned to core " + CORE,
                provider,
                withoutNpm ? ", without npm: run tools/peers npm" : "");
        Optional.of("npm and its hash of the whole artifact (1.4 MB) are part of npm's public-keyless figure")
                .filter(ignored -> !withoutNpm)
                .ifPresent(System.out::println);
    }
}
