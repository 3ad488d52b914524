package dev.exhibit.evidence.sbom;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.throwaway.Permuted;
import dev.exhibit.evidence.TestData;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SbomSliceTest {
    /** SBOM, question, golden slice. */
    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(
                        "shared-crypto.cdx.json",
                        "pkg:maven/org.bouncycastle/bcprov-jdk18on@1.86?type=jar",
                        "shared-crypto.bcprov.slice.json"),
                Arguments.of("nested.cdx.json", "pkg:maven/acme/log@1.2", "nested.log.slice.json"),
                Arguments.of("nested.cdx.json", "pkg:maven/acme/nameless@1", "nested.nameless.slice.json"),
                Arguments.of("nested.cdx.json", "app/bundled", "nested.bundled.slice.json"),
                Arguments.of("nested.cdx.json", "app", "nested.app.slice.json"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void givesTheGoldenBytes(String sbom, String question, String slice) {
        Bytes document = TestData.read("sbom/" + sbom);
        assertThat(cut(document, question).asLenientText())
                .isEqualTo(TestData.read("sbom/" + slice).asLenientText());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void doesNotDependOnTheLocale(String sbom, String question, String slice) {
        Locale before = Locale.getDefault();
        try {
            for (Locale locale : new Locale[] {Locale.of("tr", "TR"), Locale.of("ar", "EG"), Locale.of("th", "TH")}) {
                Locale.setDefault(locale);
                assertThat(cut(TestData.read("sbom/" + sbom), question)).isEqualTo(TestData.read("sbom/" + slice));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void doesNotDependOnTheOrderOfTheInput(String sbom, String question, String slice) {
        Bytes document = TestData.read("sbom/" + sbom);
        Digest source = Hashing.of(document);
        Json parsed = JsonReader.read(document, JsonLimits.DOCUMENT);
        for (long seed = 0; seed < 200; seed++) {
            Bytes permuted = Permuted.FIRST.document(parsed, new Random(seed));
            assertThat(SbomSlice.cut(Sbom.parse(permuted), source, question).bytes())
                    .as("seed %d", seed)
                    .isEqualTo(TestData.read("sbom/" + slice));
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void isAnSbomItself(String sbom, String question, String slice) {
        Bytes document = TestData.read("sbom/" + slice);
        Sbom parsed = Sbom.parse(document);
        assertThat(parsed.specVersion())
                .isEqualTo(Sbom.parse(TestData.read("sbom/" + sbom)).specVersion());
        assertThat(CanonicalJson.of(JsonReader.read(document, JsonLimits.DOCUMENT))
                        .bytes())
                .isEqualTo(document);
    }

    @Test
    void namesTheSbomItWasCutFrom() {
        Bytes document = TestData.read("sbom/nested.cdx.json");
        assertThat(cut(document, "log").asLenientText())
                .contains("\"properties\":[{\"name\":\"exhibit:sbom-slice:source\",\"value\":\"" + Hashing.of(document)
                        + "\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LOG", "log ", "pkg:maven/acme/log", "pkg:maven/acme/log@1.2#", "v1", "3e671687"})
    void refusesAQuestionThatSelectsNothing(String question) {
        Bytes document = TestData.read("sbom/nested.cdx.json");
        assertThatThrownBy(() -> cut(document, question)).satisfies(refusedWith(ProblemCode.SELECTION_EMPTY));
    }

    @Test
    void keepsExactlyWhatReachesTheComponent() {
        for (long seed = 0; seed < 300; seed++) {
            RandomGraph graph = RandomGraph.of(new Random(seed));
            Sbom slice = Sbom.parse(cut(graph.document(), "c0"));
            Set<String> kept = new TreeSet<>();
            slice.parts().forEach(part -> kept.add(part.ref().orElseThrow()));
            assertThat(kept).as("seed %d", seed).isEqualTo(graph.reaching("c0"));
            kept.add("root");
            assertThat(slice.dependsOn()).as("seed %d", seed).isEqualTo(graph.edgesWithin(kept));
        }
    }

    private static Bytes cut(Bytes document, String question) {
        return SbomSlice.cut(Sbom.parse(document), Hashing.of(document), question)
                .bytes();
    }
}
