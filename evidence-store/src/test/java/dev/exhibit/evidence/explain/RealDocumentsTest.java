package dev.exhibit.evidence.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.advisory.Affected;
import dev.exhibit.evidence.advisory.VersionMatch;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.evidence.vex.VexDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Advisories and VEX documents that others wrote: {@code testdata/explain/real}. */
class RealDocumentsTest {
    private static final List<String> ADVISORIES = List.of(
            "GO-2020-0015",
            "GO-2021-0054",
            "GO-2021-0059",
            "GO-2021-0068",
            "GO-2021-0113",
            "GO-2021-0157",
            "GO-2021-0159",
            "GO-2021-0240",
            "GO-2021-0264",
            "GO-2021-0265",
            "GO-2022-0229",
            "GO-2022-0273",
            "GO-2022-0463",
            "GO-2022-0475",
            "GO-2022-0476",
            "GO-2022-0569",
            "GO-2022-0572",
            "GO-2022-0956",
            "GO-2022-0969");

    /** Each range begins where it says, and ends where it says. */
    @Test
    void rangesBeginAndEndWhereTheySay() {
        int events = 0;
        for (String id : ADVISORIES) {
            Bytes document = read(id + ".json");
            List<Affected> affected = Advisory.parse(document).getFirst().affected();
            List<ObjectReader> stated =
                    JsonReader.readObject(document, JsonLimits.DOCUMENT).objects("affected", 99);
            assertThat(affected).as(id).hasSameSizeAs(stated);
            for (int at = 0; at < affected.size(); at++) {
                for (ObjectReader range : stated.get(at).objects("ranges", 99)) {
                    for (ObjectReader event : range.objects("events", 99)) {
                        Optional<String> introduced =
                                event.optionalText("introduced").filter(version -> !version.equals("0"));
                        Optional<String> fixed = event.optionalText("fixed");
                        Affected one = affected.get(at);
                        introduced.ifPresent(version -> assertThat(one.match("v" + version, Optional.empty()))
                                .as(id + " " + version)
                                .isInstanceOf(VersionMatch.InRange.class));
                        fixed.ifPresent(version -> assertThat(one.match("v" + version, Optional.empty()))
                                .as(id + " " + version)
                                .isInstanceOf(VersionMatch.Outside.class));
                        events += introduced.isPresent() || fixed.isPresent() ? 1 : 0;
                    }
                }
            }
        }
        assertThat(events).isGreaterThan(25);
    }

    @Test
    void explainsAnSbomOfGoModules() {
        Bytes sbom = Bytes.utf8("""
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
                 {"type": "library", "name": "text", "purl": "pkg:golang/golang.org/x/text@v0.3.5"},
                 {"type": "library", "name": "gjson", "purl": "pkg:golang/github.com/tidwall/gjson@v1.6.5"},
                 {"type": "library", "name": "yaml", "purl": "pkg:golang/gopkg.in/yaml.v2@v2.2.4"}]}""");
        assertThat(statuses(sbom))
                .containsEntry("pkg:golang/golang.org/x/text@v0.3.5 GO-2020-0015", "not_affected")
                .containsEntry("pkg:golang/golang.org/x/text@v0.3.5 GO-2021-0113", "affected")
                .containsEntry("pkg:golang/github.com/tidwall/gjson@v1.6.5 GO-2021-0054", "affected")
                .containsEntry("pkg:golang/github.com/tidwall/gjson@v1.6.5 GO-2021-0059", "not_affected")
                .containsEntry("pkg:golang/github.com/tidwall/gjson@v1.6.5 GO-2021-0265", "affected")
                .containsEntry("pkg:golang/gopkg.in/yaml.v2@v2.2.4 GO-2022-0956", "not_affected")
                .hasSize(6);
    }

    /** What is installed today has what was mended years ago. */
    @ParameterizedTest
    @ValueSource(strings = {"cosign", "minio"})
    void nothingOfThemIsLeftInWhatIsBuiltToday(String project) {
        assertThat(statuses(TestData.read("sbom/real/" + project + ".cdx.json")).values())
                .isNotEmpty()
                .containsOnly("not_affected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openvex-v0.2.0.json      | 5
            openvex-v0.0.1.json      | 2
            """)
    void vexDocumentsAreSplit(String name, int observations) {
        assertThat(VexDocument.parse(read(name)).observations()).hasSize(observations);
    }

    /** A sample of a draft: its context names no version. */
    @Test
    void aDraftIsRefusedByName() {
        assertThatThrownBy(() -> VexDocument.parse(read("openvex-v001-1.vex.json")))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.detail()).isNotEmpty());
    }

    private static Map<String, String> statuses(Bytes sbom) {
        List<Json> all = ADVISORIES.stream()
                .map(id -> JsonReader.read(read(id + ".json"), JsonLimits.DOCUMENT))
                .toList();
        Bytes trace = Samples.trace(
                sbom, List.of(CanonicalJson.of(Json.array(all)).bytes()), List.of(), RuleBook.standard(), Samples.TIME);
        Map<String, String> statuses = new TreeMap<>();
        for (ObjectReader finding :
                JsonReader.readObject(trace, JsonLimits.DOCUMENT).objects("findings", 10_000)) {
            statuses.put(
                    finding.object("component").text("purl") + " "
                            + finding.object("advisory").text("id"),
                    finding.text("status"));
        }
        return statuses;
    }

    private static Bytes read(String name) {
        return TestData.read("explain/real/" + name);
    }
}
