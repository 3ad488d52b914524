package dev.exhibit.evidence.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.evidence.TestData;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of SBOMs give the golden bytes of {@code testdata/sbom/v2}, wherever and however often they are run. */
class SbomFunctionsTest {
    private static final String LOG = "pkg:maven/acme/log@1.2";
    private static final String BOUNCY_CASTLE = "pkg:maven/org.bouncycastle/bcprov-jdk18on@1.86?type=jar";

    /** A golden slice: of which SBOM, and which question it answers. */
    record Golden(String sbom, Json.Obj question, String name) {
        Bytes slice() {
            return SbomFunctionsTest.slice(read(sbom), question);
        }

        Bytes proof() {
            return SbomFunctionsTest.proof(read(sbom), slice());
        }
    }

    static Stream<Golden> slices() {
        return Stream.of(
                new Golden("nested.cdx.json", about(LOG, "dependants"), "nested.log"),
                new Golden("nested.cdx.json", about(LOG, "component"), "nested.log-alone"),
                new Golden("nested.cdx.json", about("frame", "dependencies"), "nested.frame-down"),
                new Golden("nested.cdx.json", matching("pkg:maven/acme/*@1*"), "nested.acme"),
                new Golden("shared-crypto.cdx.json", about(BOUNCY_CASTLE, "dependants"), "shared-crypto.bcprov"),
                new Golden("shop.spdx.json", about("SPDXRef-log", "dependants"), "shop.log"),
                new Golden("shop.spdx.json", about("SPDXRef-base", "dependencies"), "shop.base-down"),
                new Golden("shop.spdx.json", matching("pkg:npm/@acme/*"), "shop.acme"));
    }

    static Stream<String> sboms() {
        return Stream.of("nested.cdx.json", "shared-crypto.cdx.json", "shop.spdx.json");
    }

    @ParameterizedTest
    @MethodSource("slices")
    void slicesAndProofsAreTheGoldenOnes(Golden golden) {
        assertGolden(golden.name() + ".slice.json", golden.slice());
        assertGolden(golden.name() + ".proof.json", golden.proof());
    }

    @ParameterizedTest
    @MethodSource("sboms")
    void formsAndCommitmentsAreTheGoldenOnes(String sbom) {
        assertGolden(sbom.replace(".json", ".canonical.json"), canonical(read(sbom)));
        assertGolden(sbom.replace(".json", ".commitment.json"), commitment(read(sbom)));
    }

    @Test
    void neitherLocaleNorZoneNorThreadsMatter() throws InterruptedException, ExecutionException {
        List<Bytes> here = everything();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try (ExecutorService eight = Executors.newFixedThreadPool(8)) {
            for (String tag : List.of("tr-TR", "ar-EG", "th-TH-u-ca-buddhist")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
                assertThat(everything()).as(tag).isEqualTo(here);
                for (var result : eight.invokeAll(Collections.nCopies(8, SbomFunctionsTest::everything))) {
                    assertThat(result.get()).as(tag).isEqualTo(here);
                }
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void theirEnginesAreNamed() {
        assertThat(Functions.standard().all())
                .filteredOn(function -> function.name().startsWith("sbom-"))
                .hasSize(5)
                .allSatisfy(function -> assertThat(function.engine())
                        .isEqualTo(Hashing.of(Bytes.utf8("exhibit " + function.name() + " " + function.version()))));
    }

    @Test
    void theyTakeExactlyTheirInputsAndParameters() {
        Bytes sbom = read("nested.cdx.json");
        for (PureFunction function : Functions.standard().all()) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(function.name())
                    .isThrownBy(() -> function.apply(Map.of(), about(LOG, "component")));
            assertThatExceptionOfType(MalformedException.class)
                    .as(function.name())
                    .isThrownBy(() -> function.apply(Map.of("sbom", sbom, "more", sbom), about(LOG, "component")));
            assertThatExceptionOfType(MalformedException.class)
                    .as(function.name())
                    .isThrownBy(() -> function.apply(
                            Map.of("sbom", sbom), about(LOG, "component").with("more", 1)));
        }
    }

    @Test
    void nothingIsProvenThatIsNotThere() {
        Bytes foreign = slice(read("shop.spdx.json"), about("SPDXRef-log", "component"));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> proof(read("nested.cdx.json"), foreign));
    }

    private static List<Bytes> everything() {
        Stream<Bytes> slices = slices().flatMap(golden -> Stream.of(golden.slice(), golden.proof()));
        Stream<Bytes> forms = sboms().flatMap(sbom -> Stream.of(canonical(read(sbom)), commitment(read(sbom))));
        return Stream.concat(slices, forms).toList();
    }

    private static void assertGolden(String name, Bytes output) {
        if (Boolean.getBoolean("exhibit.rewrite")) {
            TestData.write("sbom/v2/" + name, output);
        }
        assertThat(output.asLenientText())
                .isEqualTo(TestData.read("sbom/v2/" + name).asLenientText());
        Json parsed = JsonReader.read(output, JsonLimits.DOCUMENT);
        assertThat(CanonicalJson.of(parsed).bytes()).isEqualTo(output);
    }

    private static Bytes slice(Bytes sbom, Json.Obj question) {
        return new SliceFunction().apply(SliceFunction.inputs(sbom), question);
    }

    private static Bytes proof(Bytes sbom, Bytes slice) {
        return new SliceProofFunction().apply(SliceProofFunction.inputs(sbom, slice), Json.object());
    }

    private static Bytes canonical(Bytes sbom) {
        return new SbomCanonicalFunction().apply(SbomCanonicalFunction.inputs(sbom), Json.object());
    }

    private static Bytes commitment(Bytes sbom) {
        return new SbomCommitmentFunction().apply(SbomCommitmentFunction.inputs(sbom), Json.object());
    }

    private static Bytes read(String sbom) {
        return TestData.read("sbom/" + sbom);
    }

    private static Json.Obj about(String component, String question) {
        return Json.object().with("component", component).with("question", question);
    }

    private static Json.Obj matching(String pattern) {
        return Json.object().with("purl", pattern);
    }
}
