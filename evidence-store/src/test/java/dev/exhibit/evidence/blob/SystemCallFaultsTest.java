package dev.exhibit.evidence.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.StoringProgram.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each system call that the directory store makes on its own tree is failed once, first to last: by an error of the disk, by
 * a full disk, by the end of the process. Then everything acknowledged is there whole, whatever is visible is whole, and
 * the same work done again succeeds. Needs {@code strace}.
 */
@Tag("proof")
class SystemCallFaultsTest {
    private static final List<Step> STEPS = StoringProgram.steps();
    private static final Pattern LINE = Pattern.compile("(stored|refused) (\\d)( [A-Z_]+)?|refused to open [A-Z_]+");

    @TempDir
    private Path place;

    private record Run(int exit, List<String> lines, long faults) {
        Set<Integer> acknowledged() {
            Set<Integer> stored = new LinkedHashSet<>();
            for (String line : lines) {
                Matcher matcher = LINE.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                if (line.startsWith("stored")) {
                    stored.add(Integer.valueOf(matcher.group(2)));
                }
            }
            return stored;
        }
    }

    @BeforeAll
    static void needsStrace() throws IOException, InterruptedException {
        Optional<Path> strace = Stream.of("/usr/bin/strace", "/bin/strace", "/usr/local/bin/strace")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(strace.isPresent(), "strace is not installed");
        Process trial = new ProcessBuilder("strace", "-o", "/dev/null", "true").start();
        assumeTrue(trial.waitFor() == 0, "strace may not trace here");
    }

    @ParameterizedTest
    @CsvSource({
        "openat, 5",
        "write, 5",
        "fsync, 5",
        "rename, 2",
        "link, 3",
        "close, 5",
        "mkdir, 5",
        "chmod, 3",
        "unlink, 3"
    })
    void nothingIsLostOrHalfThere(String call, int atLeast) throws IOException, InterruptedException {
        for (String fault : List.of("error=EIO", "error=ENOSPC", "signal=KILL")) {
            int failed = failEach(call, fault);
            assertThat(failed).as("%s made %s times", call, failed).isGreaterThanOrEqualTo(atLeast);
        }
    }

    /** Fails the first call, then the second and so on, until there is none left. */
    private int failEach(String call, String fault) throws IOException, InterruptedException {
        for (int n = 1; ; n++) {
            Path root = Files.createDirectory(place.resolve(call + "-" + fault.substring(fault.indexOf('=') + 1) + n))
                    .resolve("objects");
            Run run = run(root, call + ":" + fault + ":when=" + n);
            if (run.faults() == 0) {
                assertThat(run.acknowledged()).hasSize(STEPS.size());
                return n - 1;
            }
            String what = call + " " + fault + " " + n + ": " + run.lines();
            assertThat(run.exit()).as(what).isEqualTo(fault.endsWith("KILL") ? 137 : 0);
            check(what, root, run.acknowledged());
        }
    }

    private void check(String what, Path root, Set<Integer> acknowledged) throws IOException {
        DirectoryObjects store = DirectoryObjects.open(root, UUID::randomUUID);
        // 1. What was acknowledged is there.
        for (int step : acknowledged) {
            assertThat(store.find(STEPS.get(step).name())).as(what).isPresent();
        }
        // 2. What is there is whole, and the last that was acknowledged or a later one.
        List<ObjectName> there = new ArrayList<>();
        for (Area area : Area.values()) {
            store.tenants().forEach(tenant -> store.names(tenant, area, "", there::add));
        }
        for (ObjectName name : there) {
            assertThat(allowed(name, acknowledged)).as(what).contains(read(store, name));
        }
        // 3. Nothing else is there.
        assertThat(files(root)).as(what).hasSize(there.size());
        // 4. The same work can be done again.
        for (Step step : STEPS) {
            if (step.replaces()) {
                store.replace(step.name(), step.bytes());
            } else {
                store.create(step.name(), step.bytes());
            }
            assertThat(read(store, step.name())).as(what).isEqualTo(step.bytes());
        }
    }

    private static List<Bytes> allowed(ObjectName name, Set<Integer> acknowledged) {
        int last = acknowledged.stream()
                .filter(step -> STEPS.get(step).name().equals(name))
                .reduce(0, Math::max);
        return IntStream.range(last, STEPS.size())
                .mapToObj(STEPS::get)
                .filter(step -> step.name().equals(name))
                .map(Step::bytes)
                .toList();
    }

    private static Bytes read(DirectoryObjects store, ObjectName name) throws IOException {
        try (InputStream in = store.open(name, "", 0, Long.MAX_VALUE)) {
            return Bytes.of(in.readAllBytes());
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private Run run(Path root, String injection) throws IOException, InterruptedException {
        Path log = root.resolveSibling("strace");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", log.toString()));
        paths(root).forEach(path -> command.addAll(List.of("-P", path.toString())));
        String call = injection.substring(0, injection.indexOf(':'));
        command.addAll(List.of("-e", "trace=" + call, "-e", "inject=" + injection));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                StoringProgram.class.getName(),
                root.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(root.resolveSibling("errors").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        String traced = Files.readString(log);
        boolean killed = exit == 137;
        long injected =
                traced.lines().filter(line -> line.contains("(INJECTED)")).count();
        return new Run(exit, output.lines().toList(), killed ? 1 : injected);
    }

    /** Every path that the program makes calls on. */
    private static Set<Path> paths(Path root) {
        Set<Path> paths = new LinkedHashSet<>();
        for (Step step : STEPS) {
            Path file = TenantFolder.file(root, step.name());
            for (Path path = file; path != null && path.startsWith(root); path = path.getParent()) {
                paths.add(path);
            }
        }
        Path temporary = new TenantFolder(root, STEPS.getFirst().name().tenant()).temporary();
        paths.add(temporary);
        for (int n = 1; n <= STEPS.size(); n++) {
            paths.add(temporary.resolve(StoringProgram.temporaryName(n) + ObjectFiles.HALF_WRITTEN));
        }
        return paths;
    }
}
