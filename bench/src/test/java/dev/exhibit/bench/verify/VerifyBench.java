package dev.exhibit.bench.verify;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code VerifyBench ROOT WORK NPM [VECTORS]}: verifications per core-second, ours beside sigstore-java and npm, one after
 * the other on the same core. Prints a table with its conditions.
 */
public final class VerifyBench {
    private static final String WARM_UP = "8";
    private static final String MOST_WARM_UP = "60";
    private static final String SECONDS = "4";
    private static final String CORE = "1";
    private static final String NONE = "-";

    private final Path work;
    private final Path npm;
    private final List<String> pin = pin();

    /**
     * What one judge was measured at.
     *
     * @param title of its column
     * @param rates median by workload
     */
    private record Column(String title, Map<String, String> rates) {
        Column {
            rates = Map.copyOf(rates);
        }

        String of(Workload workload) {
            return rates.getOrDefault(workload.name(), NONE);
        }
    }

    private VerifyBench(Path work, Path npm) {
        this.work = work;
        this.npm = npm;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Workload> workloads = new ArrayList<>(List.of(Workload.managedKey(), Workload.identityCertificate()));
        if (args.length > 3 && !args[3].isEmpty()) {
            Path trust = Path.of(args[3], "sigstore", "public-good.trusted_root.json");
            workloads.add(Workload.publicKeyless(Path.of(args[0], "testdata", "bundles"), trust));
        } else {
            System.out.println("public-keyless is left out: EXHIBIT_VECTORS is not set");
        }
        VerifyBench bench = new VerifyBench(Path.of(args[1]), Path.of(args[2]));
        bench.printConditions();
        print(workloads, bench.measure(workloads));
    }

    private static List<String> pin() {
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        Path taskset = Path.of("/usr/bin/taskset");
        return several && Files.isExecutable(taskset) ? List.of(taskset.toString(), "-c", CORE) : List.of();
    }

    private List<Column> measure(List<Workload> workloads) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        List<String> keyless = new ArrayList<>();
        for (Workload workload : workloads) {
            String file = workload.write(work).toString();
            all.add(file);
            if (workload.keyless()) {
                keyless.add(file);
            }
        }
        List<Column> columns = new ArrayList<>();
        for (String provider : List.of("corretto,bouncy-castle,jdk", "bouncy-castle", "jdk")) {
            Map<String, String> rates = run(meter(provider), MOST_WARM_UP, all);
            columns.add(new Column("ours, " + rates.getOrDefault(Meter.PROVIDER, "?"), rates));
        }
        columns.add(new Column("sigstore-java", run(meter("sigstore-java"), MOST_WARM_UP, keyless)));
        Path script = npm.resolve("measure.mjs");
        if (Files.isRegularFile(script)) {
            columns.add(new Column("npm", run(List.of("node", script.toString()), WARM_UP, all)));
        }
        return columns;
    }

    private static List<String> meter(String judge) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Meter.class.getName(),
                judge);
    }

    /** The median of each file by its name; and the provider, where the judge has one. */
    private Map<String, String> run(List<String> judge, String warmUp, List<String> files)
            throws IOException, InterruptedException {
        List<String> command = Stream.of(pin, judge, List.of(warmUp, SECONDS), files)
                .flatMap(List::stream)
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, String> rates = new HashMap<>();
        try (var lines = process.inputReader()) {
            lines.lines().map(line -> line.split(" ")).forEach(words -> rates.put(words[0], median(words)));
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
        return rates;
    }

    private static String median(String[] words) {
        if (words[0].equals(Meter.PROVIDER)) {
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

    private void printConditions() {
        System.out.printf(
                Locale.ROOT,
                "verifications per second of CPU time, one thread, median of 3 times %s s, every verdict accepted;"
                        + " warm-up until the JVM compiles little, at most %s s, and %s s for npm%n%s, JDK %s, %s %s, %d cores, %s, load average %.1f%n",
                SECONDS,
                MOST_WARM_UP,
                WARM_UP,
                LocalDate.now(ZoneOffset.UTC),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                pin.isEmpty() ? "not pinned" : "pinned to core " + CORE,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println(
                Files.isRegularFile(npm.resolve("measure.mjs"))
                        ? "npm takes no digest: its figure for public-keyless has the hash of a 1.4 MB jar in it"
                        : "npm is left out: run tools/peers npm");
    }

    private static void print(List<Workload> workloads, List<Column> columns) {
        StringBuilder table = new StringBuilder(String.format("%-22s %8s", "", "goal"));
        columns.forEach(column -> table.append(String.format(" %20s", column.title())));
        for (Workload workload : workloads) {
            table.append(String.format(Locale.ROOT, "%n%-22s %,8d", workload.name(), workload.goal()));
            columns.forEach(column -> table.append(String.format(" %20s", column.of(workload))));
        }
        System.out.println(table);
    }
}
