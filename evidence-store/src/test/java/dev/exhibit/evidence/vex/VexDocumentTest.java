package dev.exhibit.evidence.vex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.version.Purl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VexDocumentTest {
    private static final Bytes OPENVEX = TestData.read("explain/app.openvex.json");
    private static final Bytes CYCLONEDX = TestData.read("explain/app.vex.cdx.json");

    @Test
    void openVexGivesOneObservationForEachStatementAndProduct() {
        List<Observation> observations = VexDocument.parse(OPENVEX).observations();
        assertThat(observations).hasSize(3);
        Observation calmed = named(observations, "CVE-2026-0001");
        assertThat(calmed.aliases()).containsExactly("GHSA-aaaa-bbbb-0001");
        assertThat(calmed.product().purl()).contains(Purl.parse("pkg:maven/org.acme/app@3.1"));
        assertThat(calmed.subcomponents()).containsExactly(Purl.parse("pkg:maven/org.acme/log@2.14.1"));
        assertThat(calmed.status()).isEqualTo(VexStatus.NOT_AFFECTED);
        assertThat(calmed.justification()).contains("vulnerable_code_not_in_execute_path");
        assertThat(calmed.said().issuer()).isEqualTo("Acme Product Security");
        assertThat(calmed.said().time()).isEqualTo(Instant.parse("2026-01-25T11:00:00Z"));
        assertThat(calmed.said().source()).isEqualTo(Hashing.of(OPENVEX));
        assertThat(named(observations, "CVE-2026-0002").said().time()).isEqualTo(Instant.parse("2026-01-26T00:00:00Z"));
    }

    @Test
    void cycloneDxGivesOneForEachAnalysisAndPart() {
        List<Observation> observations = VexDocument.parse(CYCLONEDX).observations();
        assertThat(observations).hasSize(2).allSatisfy(observation -> {
            assertThat(observation.vulnerability()).isEqualTo("CVE-2026-0004");
            assertThat(observation.aliases()).containsExactly("DSA-0004-1");
            assertThat(observation.status()).isEqualTo(VexStatus.FIXED);
            assertThat(observation.said().issuer()).isEqualTo("Other Scanner");
            assertThat(observation.said().time()).isEqualTo(Instant.parse("2026-01-24T10:00:00Z"));
        });
        assertThat(observations.stream()
                        .map(observation -> observation
                                .product()
                                .purl()
                                .orElseThrow()
                                .name()
                                .name()))
                .containsExactlyInAnyOrder("debian/curl", "debian/libcurl4");
    }

    @Test
    void anObservationKeepsItsStatementAndHasOneSpelling() {
        for (Bytes document : List.of(OPENVEX, CYCLONEDX)) {
            for (Observation observation : VexDocument.parse(document).observations()) {
                assertThat(Observation.parse(observation.bytes())).isEqualTo(observation);
                Json raw = JsonReader.read(document, JsonLimits.DOCUMENT);
                assertThat(CanonicalJson.of(raw).bytes().asLenientText())
                        .contains(CanonicalJson.of(observation.said().statement())
                                .bytes()
                                .asLenientText());
                Bytes spread = Bytes.utf8(observation.bytes().asLenientText().replaceFirst(",", ", "));
                assertThatThrownBy(() -> Observation.parse(spread)).isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void theFirstVersionOfOpenVexIsReadToo() {
        Observation observation = VexDocument.parse(json("""
                        {'@context': 'https://openvex.dev/ns', 'author': 'A', 'timestamp': '2026-01-01T00:00:00Z',
                         'statements': [{'vulnerability': 'CVE-1', 'products': ['pkg:npm/a@1'], 'status': 'fixed'}]}""")).observations().getFirst();
        assertThat(observation.vulnerability()).isEqualTo("CVE-1");
        assertThat(observation.status()).isEqualTo(VexStatus.FIXED);
    }

    @Test
    void aProductMayBeNamedByItsBytes() {
        String hex = "4f1d3c0d2c9c4dbb6f3a1f7a0a9b7f2f6f5d7a7c5b1c8e3d2a4b6c8d0e1f2a3b";
        Observation observation = VexDocument.parse(openVex(
                        "'products': [{'@id': 'https://example.com/x', 'hashes': {'sha-256': '" + hex + "'}}]",
                        "'status': 'fixed'"))
                .observations()
                .getFirst();
        assertThat(observation.product()).isEqualTo(new Product(Optional.empty(), Optional.of(Digest.ofHex(hex))));
    }

    @ParameterizedTest
    @CsvSource({
        "resolved, FIXED",
        "resolved_with_pedigree, FIXED",
        "exploitable, AFFECTED",
        "in_triage, UNDER_INVESTIGATION",
        "false_positive, NOT_AFFECTED",
        "not_affected, NOT_AFFECTED"
    })
    void wordsOfCycloneDxBecomeThoseOfOpenVex(String state, VexStatus status) {
        assertThat(VexDocument.parse(
                                cycloneDx("'analysis': {'state': '" + state + "'}, 'affects': [{'ref': 'pkg:npm/a'}]"))
                        .observations()
                        .getFirst()
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'products': []|'status': 'fixed'|/statements/0/products",
                "'products': ['a']|'status': 'fixed'|/statements/0/products/0",
                "'products': [{'@id': 'a'}]|'status': 'fixed'|/statements/0/products/0",
                "'products': ['pkg:npm/a']|'status': 'gone'|/statements/0/status",
                "'products': ['pkg:npm/a']|'status': 'not_affected'|/statements/0/justification",
                "'products': ['pkg:npm/a']|'status': 'not_affected', 'justification': 'trust me'|/statements/0/justification",
                "'products': ['pkg:npm/a']|'status': 'fixed', 'justification': 'component_not_present'|/statements/0/justification",
                "'products': ['pkg:npm/a']|'status': 'affected'|/statements/0/action_statement",
                "'products': ['pkg:npm/a'], 'timestamp': 'now'|'status': 'fixed'|/statements/0/timestamp",
            })
    void refusesOpenVexThatSaysTooLittle(String products, String status, String pointer) {
        assertRefused(openVex(products, status), pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'analysis': {'state': 'fine'}, 'affects': [{'ref': 'pkg:npm/a'}]|/vulnerabilities/0/analysis/state",
                "'analysis': {}, 'affects': [{'ref': 'pkg:npm/a'}]|/vulnerabilities/0/analysis/state",
                "'analysis': {'state': 'resolved'}|/vulnerabilities/0/affects",
                "'analysis': {'state': 'resolved'}, 'affects': [{'ref': 'elsewhere'}]|/vulnerabilities/0/affects/0/ref",
                "'analysis': {'state': 'resolved'}, 'affects': [{'ref': 'urn:cdx:x/1#lib'}]|/vulnerabilities/0/affects/0/ref",
                "'affects': [{'ref': 'pkg:npm/a'}]|``",
            })
    void refusesCycloneDxThatSaysTooLittle(String members, String pointer) {
        assertRefused(cycloneDx(members), pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'@context': 'https://openvex.dev/ns/v9', 'author': 'A', 'timestamp': '2026-01-01T00:00:00Z'}",
                "{'@context': 'https://openvex.dev/ns', 'author': ' ', 'timestamp': '2026-01-01T00:00:00Z'}",
                "{'@context': 'https://openvex.dev/ns', 'author': 'A', 'timestamp': '2026-01-01T00:00:00Z', 'statements': []}"
            })
    void refusesWhatIsNoVex(String document) {
        assertThatThrownBy(() -> VexDocument.parse(json(document))).isInstanceOf(MalformedException.class);
    }

    @Test
    void aDocumentMakesAThousandObservationsAndNotOneMore() {
        assertThat(VexDocument.parse(openVex("'products': [" + products(1_000) + "]", "'status': 'fixed'"))
                        .observations())
                .hasSize(1_000);
        assertThatThrownBy(
                        () -> VexDocument.parse(openVex("'products': [" + products(1_001) + "]", "'status': 'fixed'")))
                .isInstanceOf(MalformedException.class);
    }

    private static String products(int count) {
        return IntStream.range(0, count).mapToObj(n -> "'pkg:npm/a@" + n + "'").collect(Collectors.joining(","));
    }

    private static void assertRefused(Bytes document, String pointer) {
        assertThatThrownBy(() -> VexDocument.parse(document))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.pointer()).isEqualTo(pointer));
    }

    private static Observation named(List<Observation> observations, String vulnerability) {
        return observations.stream()
                .filter(observation -> observation.vulnerability().equals(vulnerability))
                .findFirst()
                .orElseThrow();
    }

    private static Bytes openVex(String products, String status) {
        return json("{'@context': 'https://openvex.dev/ns/v0.2.0', 'author': 'A', 'timestamp': '2026-01-01T00:00:00Z',"
                + " 'statements': [{'vulnerability': {'name': 'CVE-1'}, " + products + ", " + status + "}]}");
    }

    private static Bytes cycloneDx(String members) {
        return json("{'bomFormat': 'CycloneDX', 'specVersion': '1.5',"
                + " 'metadata': {'timestamp': '2026-01-01T00:00:00Z', 'authors': [{'name': 'A'}]},"
                + " 'vulnerabilities': [{'id': 'CVE-1', " + members + "}]}");
    }

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }
}
