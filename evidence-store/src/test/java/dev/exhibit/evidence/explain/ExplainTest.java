package dev.exhibit.evidence.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.policy.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplainTest {
    /** Golden: it never changes; another trace is another version of the function. */
    private static final Bytes GOLDEN = TestData.read("explain/app.trace.json");

    @Test
    void explainsTheGoldenCase() {
        assertThat(Samples.trace().asLenientText()).isEqualTo(GOLDEN.asLenientText());
        assertThat(statuses(GOLDEN))
                .isEqualTo(Map.of(
                        "pkg:maven/org.acme/log@2.14.1?type=jar GHSA-aaaa-bbbb-0001", "not_affected pass",
                        "pkg:npm/yaml@1.10.0 GHSA-aaaa-bbbb-0002", "under_investigation warn",
                        "pkg:golang/github.com/acme/mod@v0.3.9 GO-2026-0003", "not_affected pass",
                        "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u1?arch=amd64&distro=debian-12 DSA-0004-1",
                                "affected warn",
                        "pkg:pypi/requests@2.19.1 PYSEC-2026-5", "not_affected pass",
                        "pkg:gem/rails@6.1.0 GHSA-aaaa-bbbb-0006", "unknown warn"));
        assertThat(read(GOLDEN).text("verdict")).isEqualTo("warn");
    }

    /** Two tools said the same of one folder, each in its format. */
    @Test
    void theFormatOfAnSbomMakesNoDifference() {
        Bytes advisories = Bytes.utf8("""
                [{"id": "A-1", "modified": "2026-01-01T00:00:00Z", "affected": [{"package":
                   {"ecosystem": "npm", "name": "@appthreat/atom"}, "ranges": [{"type": "SEMVER", "events":
                   [{"introduced": "0"}, {"fixed": "99.0.0"}]}]}]},
                 {"id": "A-2", "modified": "2026-01-01T00:00:00Z", "affected": [{"package":
                   {"ecosystem": "npm", "name": "yaml"}, "versions": ["0.0.1"]}]}]""");
        Map<String, String> found = new TreeMap<>();
        for (String name : List.of("sbom/real/cdxgen.cdx.json", "sbom/real/cdxgen.spdx.json")) {
            Bytes trace = Samples.trace(
                    TestData.read(name), List.of(advisories), List.of(), RuleBook.standard(), Samples.TIME);
            found.put(name, statuses(trace).toString());
        }
        assertThat(new TreeSet<>(found.values())).hasSize(1);
        assertThat(found.get("sbom/real/cdxgen.spdx.json")).contains("A-1=affected fail", "A-2=not_affected pass");
    }

    @Test
    void anSpdxPackageCountsByItsVersionAndDigest() {
        Bytes spdx = Bytes.utf8("""
                {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "app",
                 "documentNamespace": "https://example.org/app", "creationInfo": {"created": "2026-01-01T00:00:00Z",
                 "creators": ["Tool: test"]}, "documentDescribes": ["SPDXRef-a"], "packages": [{"SPDXID": "SPDXRef-a",
                 "name": "a", "versionInfo": "1.5.0", "downloadLocation": "NOASSERTION", "filesAnalyzed": false,
                 "checksums": [{"algorithm": "SHA256", "checksumValue": "%s"}], "externalRefs": [{"referenceCategory":
                 "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/a"}]},
                 {"SPDXID": "SPDXRef-b", "name": "b", "downloadLocation": "NOASSERTION", "filesAnalyzed": false}]}""".formatted("1".repeat(64)));
        Bytes advisory = Bytes.utf8("""
                {"id": "A-1", "modified": "2026-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "npm", "name": "a"},
                 "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": "2.0.0"}]}]}]}""");
        Bytes trace = Samples.trace(spdx, List.of(advisory), List.of(), RuleBook.standard(), Samples.TIME);
        assertThat(finding(trace, "A-1").object("component").text("version")).isEqualTo("1.5.0");
        assertThat(read(trace).object("uncovered").objects("components", 9))
                .extracting(part -> part.text("name"))
                .containsExactly("b");
        assertThatThrownBy(() -> Samples.trace(
                        Bytes.utf8("{\"spdxVersion\": \"SPDX-2.2\"}"),
                        List.of(advisory),
                        List.of(),
                        RuleBook.standard(),
                        Samples.TIME))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void tellsWhatItCouldNotLookAt() {
        ObjectReader uncovered = read(GOLDEN).object("uncovered");
        assertThat(uncovered.objects("advisories", 9))
                .extracting(advisory -> advisory.text("id"))
                .containsExactly("OSV-2026-7");
        assertThat(uncovered.objects("components", 9))
                .extracting(part -> part.text("name"))
                .containsExactly("vendored");
        assertThat(uncovered.text("verdict")).isEqualTo("warn");
    }

    @Test
    void theRulesAreThoseUpToTheOneThatDecided() {
        ObjectReader curl = finding(GOLDEN, "DSA-0004-1");
        List<ObjectReader> rules = curl.objects("rules", 9);
        assertThat(rules)
                .extracting(rule -> rule.text("id") + " " + rule.text("output"))
                .containsExactly("conflict false", "critical false", "affected true");
        assertThat(rules)
                .extracting(rule -> rule.text("inputs"))
                .containsOnly(rules.getFirst().text("inputs"));
    }

    /** What the record does not say cannot change a bit of it. */
    @Test
    void orderLocaleZoneAndThreadsMakeNoDifference() throws Exception {
        Random random = new Random(7);
        List<Bytes> advisories = split(Samples.ADVISORIES);
        List<Bytes> observations = new ArrayList<>(Samples.observations());
        Bytes plain = Samples.trace(Samples.SBOM, advisories, observations, Samples.RULES, Samples.TIME);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try (ExecutorService eight = Executors.newFixedThreadPool(8)) {
            Locale.setDefault(Locale.of("tr", "TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            List<Callable<Bytes>> runs = new ArrayList<>();
            for (int run = 0; run < 32; run++) {
                List<Bytes> shuffled = new ArrayList<>(advisories);
                List<Bytes> repeated = new ArrayList<>(observations);
                repeated.addAll(observations.subList(0, run % 3));
                Collections.shuffle(shuffled, random);
                Collections.shuffle(repeated, random);
                runs.add(() -> Samples.trace(Samples.SBOM, shuffled, repeated, Samples.RULES, Samples.TIME));
            }
            for (Future<Bytes> run : eight.invokeAll(runs)) {
                assertThat(run.get()).isEqualTo(plain);
            }
            Locale.setDefault(Locale.of("ar", "EG"));
            assertThat(Samples.trace(Samples.SBOM, advisories, observations, Samples.RULES, Samples.TIME))
                    .isEqualTo(plain);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void theOrderOfComponentsChangesNothingButTheNameOfTheSbom() {
        Json.Obj sbom = (Json.Obj) JsonReader.read(Samples.SBOM, JsonLimits.DOCUMENT);
        List<Json> components = new ArrayList<>(ObjectReader.of(sbom, "").items("components", 99));
        Collections.reverse(components);
        Bytes reversed = CanonicalJson.of(sbom.with("components", Json.array(components)))
                .bytes();
        Bytes trace = Samples.trace(
                reversed, List.of(Samples.ADVISORIES), Samples.observations(), Samples.RULES, Samples.TIME);
        assertThat(trace.asLenientText()
                        .replace(
                                Hashing.of(reversed).hex(),
                                Hashing.of(Samples.SBOM).hex()))
                .isEqualTo(GOLDEN.asLenientText());
    }

    @Test
    void theEditionThatWasChangedLastCounts() {
        Bytes old = Samples.Case.json(
                "{'id': 'GO-2026-0003', 'modified': '2026-01-11T23:59:59Z', 'affected': [{'package': {'ecosystem': 'Go',"
                        + " 'name': 'github.com/acme/mod'}, 'ranges': [{'type': 'SEMVER', 'events': [{'introduced': '0'}]}]}]}");
        Bytes trace =
                Samples.trace(Samples.SBOM, List.of(old, Samples.ADVISORIES), List.of(), Samples.RULES, Samples.TIME);
        assertThat(finding(trace, "GO-2026-0003").text("status")).isEqualTo("not_affected");
        assertThat(read(trace).objects("superseded", 9))
                .extracting(one -> one.text("document"))
                .containsExactly(Hashing.of(old).toString());
    }

    @Test
    void theTimeIsAnInput() {
        Instant before = Instant.parse("2026-01-19T00:00:00Z");
        Bytes trace =
                Samples.trace(Samples.SBOM, List.of(Samples.ADVISORIES), Samples.observations(), Samples.RULES, before);
        assertThat(finding(trace, "PYSEC-2026-5").text("status")).isEqualTo("affected");
        assertThat(finding(trace, "GHSA-aaaa-bbbb-0001").text("status")).isEqualTo("affected");
        assertThat(read(trace).text("verdict")).isEqualTo("fail");
    }

    @Test
    void nothingKnownPassesAndTheDefaultRulesFailWhatIsAffected() {
        Bytes small = Samples.Case.json("{'bomFormat': 'CycloneDX', 'specVersion': '1.6', 'components': []}");
        assertThat(read(Samples.trace(small, List.of(), List.of(), Samples.RULES, Samples.TIME))
                        .text("verdict"))
                .isEqualTo("pass");
        assertThat(read(Samples.trace(
                                Samples.SBOM,
                                List.of(Samples.ADVISORIES),
                                Samples.observations(),
                                RuleBook.standard(),
                                Samples.TIME))
                        .text("verdict"))
                .isEqualTo("fail");
    }

    /** Many versions of one package beside many advisories about it: each alone is small. */
    @Test
    void aQuestionIsBounded() {
        String components = many(300, "{'type': 'library', 'name': 'a', 'purl': 'pkg:npm/a@1.0.%d'}");
        Bytes sbom = Samples.Case.json(
                "{'bomFormat': 'CycloneDX', 'specVersion': '1.6', 'components': [" + components + "]}");
        assertThatThrownBy(() -> Samples.trace(sbom, List.of(advisories(167)), List.of(), Samples.RULES, Samples.TIME))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than 50000 findings");
    }

    private static Bytes advisories(int count) {
        return Samples.Case.json("["
                + many(
                        count,
                        "{'id': 'A-%d', 'modified': '2026-01-01T00:00:00Z', 'affected': [{'package':"
                                + " {'ecosystem': 'npm', 'name': 'a'}, 'versions': ['2.0.0']}]}")
                + "]");
    }

    private static String many(int count, String form) {
        return IntStream.range(0, count)
                .mapToObj(n -> form.replace("%d", Integer.toString(n)))
                .collect(Collectors.joining(","));
    }

    private static List<Bytes> split(Bytes array) {
        Json.Arr all = (Json.Arr) JsonReader.read(array, JsonLimits.DOCUMENT);
        return all.items().stream().map(one -> CanonicalJson.of(one).bytes()).toList();
    }

    private static ObjectReader read(Bytes trace) {
        return JsonReader.readObject(trace, JsonLimits.DOCUMENT);
    }

    private static ObjectReader finding(Bytes trace, String advisory) {
        return read(trace).objects("findings", 99).stream()
                .filter(finding -> finding.object("advisory").text("id").equals(advisory))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> statuses(Bytes trace) {
        Map<String, String> statuses = new TreeMap<>();
        for (ObjectReader finding : read(trace).objects("findings", 99)) {
            statuses.put(
                    finding.object("component").text("purl") + " "
                            + finding.object("advisory").text("id"),
                    finding.text("status") + " " + finding.text("verdict"));
        }
        return statuses;
    }
}
