package dev.exhibit.evidence.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomPart;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.evidence.version.Purl;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OSV's own scanner on the components of real SBOMs, with advisories that are made for this test around the versions that are there:
 * both say the same of each, but for the classes in docs/spec/explain.md. Needs {@code tools/peers osv-scanner}.
 */
@Tag("peer")
class OsvScannerOpinionTest {
    private static final List<String> SBOMS =
            List.of("cosign", "minio", "cdxgen", "sigstore-python", "jdbi3-core", "exhibit");

    private static final int EACH = 6;

    /** The OSV name of an ecosystem, by type of package URL. */
    private static final Map<String, String> ECOSYSTEMS =
            Map.of("npm", "npm", "golang", "Go", "pypi", "PyPI", "maven", "Maven");

    @TempDir
    Path folder;

    /** A component as OSV names it. */
    private record Named(String ecosystem, String name, String version) {}

    private final Random random = new Random(20_261_123);
    private final SortedMap<String, Json.Obj> advisories = new TreeMap<>();

    @Test
    void theySayTheSame() throws IOException, InterruptedException {
        Path program = Peers.find("osv-scanner", "osv-scanner").resolve("osv-scanner");
        int same = 0;
        int affected = 0;
        SortedMap<String, Integer> classes = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        for (String sbom : SBOMS) {
            advisories.clear();
            Bytes document = TestData.read("sbom/real/" + sbom + ".cdx.json");
            SortedMap<String, Named> components = components(document);
            components.values().stream().distinct().forEach(this::advise);
            SortedSet<String> theirs = theirs(program, components.values());
            for (Map.Entry<String, String> finding : ours(document).entrySet()) {
                String purl = finding.getKey().substring(0, finding.getKey().indexOf(' '));
                String id = finding.getKey().substring(finding.getKey().indexOf(' ') + 1);
                Named named = components.get(purl);
                if (named == null) {
                    continue;
                }
                boolean reported = theirs.contains(named.name() + " " + named.version() + " " + id);
                String status = finding.getValue();
                if (reported == status.equals("affected") && !status.equals("unknown")) {
                    same++;
                    affected += reported ? 1 : 0;
                } else {
                    String explained = explained(named, id, status, reported);
                    classes.merge(explained, 1, Integer::sum);
                    if (explained.isEmpty()) {
                        unexplained.add(purl + " ours " + status + ", theirs " + reported + " " + advisories.get(id));
                    }
                }
            }
        }
        System.out.println(
                "osv-scanner: " + same + " the same, " + affected + " of them affected; otherwise " + classes);
        assertThat(unexplained).as(unexplained.size() + " of " + classes).isEmpty();
        assertThat(same).isGreaterThan(4_000);
        assertThat(affected).isGreaterThan(1_000);
    }

    /** The class in docs/spec/explain.md; empty for what nobody has explained. */
    private String explained(Named named, String id, String status, boolean reported) {
        boolean listed = CanonicalJson.of(advisories.getOrDefault(id, Json.object()))
                .bytes()
                .asLenientText()
                .contains("\"versions\"");
        if (status.equals("unknown") && !Character.isDigit(named.version().charAt(0))) {
            return "no-version";
        }
        return listed && status.equals("affected") && !reported ? "other-spelling" : "";
    }

    private static SortedMap<String, Named> components(Bytes document) {
        SortedMap<String, Named> components = new TreeMap<>();
        parts(SbomDocument.parse(document).parts())
                .flatMap(part -> part.purls().stream())
                .forEach(text -> {
                    Purl purl = Purl.parse(text);
                    String ecosystem = ECOSYSTEMS.get(purl.name().type());
                    if (ecosystem != null && purl.version().isPresent()) {
                        String name = ecosystem.equals("Maven")
                                ? purl.name().name().replace('/', ':')
                                : purl.name().name();
                        String version = purl.version().get();
                        components.put(
                                purl.text(),
                                new Named(
                                        ecosystem,
                                        name,
                                        ecosystem.equals("Go") ? version.replaceFirst("^v", "") : version));
                    }
                });
        return components;
    }

    private static Stream<SbomPart> parts(List<SbomPart> parts) {
        return parts.stream().flatMap(part -> Stream.concat(Stream.of(part), parts(part.parts())));
    }

    private void advise(Named component) {
        for (int n = 0; n < EACH; n++) {
            String id = "EX-" + component.ecosystem() + "-" + advisories.size();
            Json.Obj one = Json.object()
                    .with(
                            "package",
                            Json.object()
                                    .with("ecosystem", component.ecosystem())
                                    .with("name", component.name()));
            one = n == EACH - 1
                    ? one.with("versions", Json.texts(List.of(near(component), near(component))))
                    : one.with("ranges", Json.array(List.of(range(component))));
            advisories.put(
                    id,
                    Json.object()
                            .with("schema_version", "1.6.0")
                            .with("id", id)
                            .with("modified", "2026-01-01T00:00:00Z")
                            .with("published", "2026-01-01T00:00:00Z")
                            .with("summary", "made for a test")
                            .with("affected", Json.array(List.of(one))));
        }
    }

    private Json.Obj range(Named component) {
        List<Json> events = new ArrayList<>();
        String first = random.nextInt(3) == 0 ? "0" : near(component);
        events.add(Json.object().with("introduced", first));
        if (random.nextInt(5) > 0) {
            events.add(Json.object().with(random.nextInt(4) == 0 ? "last_affected" : "fixed", near(component)));
        }
        String type =
                component.ecosystem().equals("npm") || component.ecosystem().equals("Go") ? "SEMVER" : "ECOSYSTEM";
        return Json.object().with("type", type).with("events", Json.array(events));
    }

    /** The version itself, or one a little before or after it, releases and what comes before releases. */
    private String near(Named component) {
        String version = component.version();
        String release = version.replaceFirst("[-+].*$", "");
        return switch (random.nextInt(7)) {
            case 0, 1 -> version;
            case 2 -> moved(release, 1);
            case 3 -> moved(release, -1);
            case 4 -> release + before(component.ecosystem());
            case 5 -> moved(release, 1) + before(component.ecosystem());
            default -> "1.2.3";
        };
    }

    private String before(String ecosystem) {
        return switch (ecosystem) {
            case "PyPI" -> List.of("rc1", "a2", ".dev3", ".post1").get(random.nextInt(4));
            case "Maven" ->
                List.of("-SNAPSHOT", "-rc1", "-alpha-2", ".Final", "-jre").get(random.nextInt(5));
            default ->
                List.of("-rc.1", "-alpha", "-0.20260101000000-abcdefabcdef", "+build")
                        .get(random.nextInt(4));
        };
    }

    /** The last number of a version, moved. */
    private static String moved(String version, int by) {
        int end = version.length();
        while (end > 0 && !Character.isDigit(version.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isDigit(version.charAt(start - 1))) {
            start--;
        }
        if (start == end || end - start > 9) {
            return version;
        }
        int number = Math.max(0, Integer.parseInt(version.substring(start, end)) + by);
        return version.substring(0, start) + number + version.substring(end);
    }

    /** Status of each component and advisory. */
    private SortedMap<String, String> ours(Bytes sbom) {
        Bytes all =
                CanonicalJson.of(Json.array(List.copyOf(advisories.values()))).bytes();
        Bytes trace = Samples.trace(sbom, List.of(all), List.of(), RuleBook.standard(), Samples.TIME);
        SortedMap<String, String> statuses = new TreeMap<>();
        for (ObjectReader finding :
                JsonReader.readObject(trace, JsonLimits.DOCUMENT).objects("findings", 100_000)) {
            statuses.put(
                    finding.object("component").text("purl") + " "
                            + finding.object("advisory").text("id"),
                    finding.text("status"));
        }
        return statuses;
    }

    /** Name, version and advisory of everything that is reported. */
    private SortedSet<String> theirs(Path program, Iterable<Named> components)
            throws IOException, InterruptedException {
        for (String ecosystem : ECOSYSTEMS.values()) {
            Path database = folder.resolve("database/osv-scalibr/" + ecosystem + "/all.zip");
            Files.createDirectories(database.getParent());
            try (OutputStream file = Files.newOutputStream(database);
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                for (Map.Entry<String, Json.Obj> advisory : advisories.entrySet()) {
                    if (advisory.getKey().startsWith("EX-" + ecosystem + "-")) {
                        zip.putNextEntry(new ZipEntry(advisory.getKey() + ".json"));
                        zip.write(CanonicalJson.of(advisory.getValue()).bytes().toArray());
                    }
                }
            }
        }
        List<Json> packages = new ArrayList<>();
        components.forEach(named -> packages.add(Json.object()
                .with(
                        "package",
                        Json.object()
                                .with("name", named.name())
                                .with("version", named.version())
                                .with("ecosystem", named.ecosystem()))));
        Json.Obj list = Json.object()
                .with("results", Json.array(List.of(Json.object().with("packages", Json.array(packages)))));
        Path lock = Files.write(
                folder.resolve("osv-scanner.json"),
                CanonicalJson.of(list).bytes().toArray());
        Path answer = folder.resolve("answer.json");
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "scan",
                        "source",
                        "--offline",
                        "--local-db-path",
                        folder.resolve("database").toString(),
                        "-L",
                        "osv-scanner:" + lock,
                        "--format",
                        "json",
                        "--output-file",
                        answer.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(Map.of("HTTPS_PROXY", "http://127.0.0.1:1", "HTTP_PROXY", "http://127.0.0.1:1"));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isBetween(0, 1);
        return reported(Bytes.owned(Files.readAllBytes(answer)));
    }

    private static SortedSet<String> reported(Bytes answer) {
        SortedSet<String> reported = new TreeSet<>();
        for (ObjectReader result :
                JsonReader.readObject(answer, JsonLimits.DOCUMENT).objects("results", 100)) {
            for (ObjectReader found : result.objects("packages", 10_000)) {
                ObjectReader named = found.object("package");
                for (ObjectReader flaw : found.objects("vulnerabilities", 10_000)) {
                    reported.add(named.text("name") + " " + named.text("version") + " " + flaw.text("id"));
                }
            }
        }
        return reported;
    }
}
