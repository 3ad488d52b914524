package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed verifier needs neither network nor a writable disk, and speaks the conformance protocol. */
class OfflineIT {
    /** A network of its own without any interface up, and every mount read-only. */
    private static final String ISOLATED = "mount --make-rprivate / && mount -o remount,bind,ro /"
            + " && (grep -c : /proc/net/dev | grep -qx 1)"
            + " && ! touch \"$0\" 2>/dev/null && exec \"$@\"";

    @TempDir
    Path folder;

    private VerifyFolder files;

    @BeforeEach
    void makeFiles() {
        files = new VerifyFolder(folder);
    }

    @Test
    void theSameVerdictsWithoutNetworkOnAReadOnlyDisk() throws Exception {
        assumeTrue(run(isolated(List.of("true"))).exit() == 0, "this machine lets no user make a network of his own");
        int compared = 0;
        for (List<String> arguments : cases()) {
            Ended usual = run(program(arguments));
            Ended alone = run(isolated(program(arguments)));
            assertThat(alone.exit()).as(alone.text()).isEqualTo(usual.exit());
            assertThat(verdicts(alone)).isEqualTo(verdicts(usual)).contains("\"summary\":");
            compared++;
        }
        assertThat(compared).isEqualTo(9);
    }

    /** Good bundles and broken ones. */
    private List<List<String>> cases() {
        List<List<String>> cases = new ArrayList<>();
        for (Kind kind :
                List.of(Kind.KEY_DSSE, Kind.KEY_DSSE_LOG_TIMESTAMP, Kind.IDENTITY_DSSE, Kind.IDENTITY_MESSAGE)) {
            cases.add(asJson(files.verify(kind)));
            String broken =
                    files.sigstore.bundle(kind).encode().bytes().asLenientText().replace("\"sig", "\"gis");
            files.write(kind + ".broken.json", Bytes.utf8(broken));
            List<String> other = new ArrayList<>(asJson(files.verify(kind)));
            other.set(3, files.path(kind + ".broken.json"));
            cases.add(other);
        }
        List<String> stranger = new ArrayList<>(
                List.of("verify", "--json", files.path("app"), "--bundle", files.path("IDENTITY_DSSE.json")));
        stranger.addAll(files.byIdentity("other-root.json", ThrowawaySigstore.IDENTITY, ThrowawaySigstore.ISSUER));
        cases.add(stranger);
        return cases;
    }

    private static List<String> asJson(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--json");
        return all;
    }

    /** All but the time of the verification. */
    private static String verdicts(Ended ended) {
        return ended.text().replaceAll("\"(age|time)\":\"(PT[^\"]*|20[^\"]*)\"", "");
    }

    @Test
    void theConformanceProtocolIsSpoken() throws Exception {
        String digest = ThrowawaySigstore.ARTIFACT.toString();
        String key = files.path("key.pem");
        String root = files.path("root.json");
        String app = files.path("app");
        String identity = ThrowawaySigstore.IDENTITY;
        String issuer = ThrowawaySigstore.ISSUER;
        String keyless = files.path("IDENTITY_DSSE.json");
        assertThat(conformance(
                        "--bundle",
                        keyless,
                        "--certificate-identity",
                        identity,
                        "--certificate-oidc-issuer",
                        issuer,
                        "--trusted-root",
                        root,
                        app))
                .isZero();
        assertThat(conformance(
                        "--bundle",
                        keyless,
                        "--certificate-identity",
                        identity,
                        "--certificate-oidc-issuer",
                        issuer,
                        "--trusted-root",
                        root,
                        digest))
                .isZero();
        assertThat(conformance("--bundle", files.path("KEY_MESSAGE.json"), "--key", key, app))
                .isZero();
        assertThat(conformance(
                        "--bundle",
                        keyless,
                        "--certificate-identity",
                        identity + "x",
                        "--certificate-oidc-issuer",
                        issuer,
                        "--trusted-root",
                        root,
                        app))
                .isEqualTo(5);
        assertThat(conformance("--bundle", files.path("KEY_MESSAGE.json"), "--key", key, root))
                .isEqualTo(5);
        assertThat(conformance(
                        "--staging",
                        "--bundle",
                        keyless,
                        "--certificate-identity",
                        identity,
                        "--certificate-oidc-issuer",
                        issuer,
                        app))
                .as("no trust root")
                .isEqualTo(2);
    }

    private int conformance(String... arguments) throws IOException, InterruptedException {
        Path program =
                files.write("exhibit", "#!/bin/sh\nexec '" + String.join("' '", program(List.of())) + "' \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> command = new ArrayList<>(List.of(
                Path.of("../tools/sigstore-conformance").toAbsolutePath().toString(), "verify-bundle"));
        command.addAll(List.of(arguments));
        return run(command).exit();
    }

    private static List<String> program(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                few(),
                "dev.exhibit.cli.Main"));
        command.addAll(arguments);
        return command;
    }

    /** The jars that the launcher gives {@code verify}. */
    private static String few() {
        Pattern wanted =
                Pattern.compile("(exhibit|jackson-core|java-json-canonicalization|picocli|AmazonCorretto|bcprov).*");
        try (Stream<Path> jars = Files.list(Path.of("target/exhibit/lib").toAbsolutePath())) {
            return jars.filter(
                            jar -> wanted.matcher(jar.getFileName().toString()).matches())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<String> isolated(List<String> command) {
        List<String> all = new ArrayList<>(
                List.of("unshare", "--map-root-user", "--net", "--mount", "sh", "-c", ISOLATED, files.path("touched")));
        all.addAll(command);
        return all;
    }

    private record Ended(int exit, String text) {}

    private Ended run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "XDG_CONFIG_HOME", folder.resolve("config").toString(), "EXHIBIT", files.path("exhibit")));
        try {
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), text);
        } catch (IOException noSuchProgram) {
            return new Ended(127, String.valueOf(noSuchProgram.getMessage()));
        }
    }

    @Test
    void nothingIsWrittenBesideTheEvidence() throws Exception {
        List<Path> before = listing();
        assertThat(run(program(files.verify(Kind.IDENTITY_DSSE))).exit()).isZero();
        assertThat(listing()).isEqualTo(before);
    }

    private List<Path> listing() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }
}
