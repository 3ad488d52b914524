package dev.exhibit.crypto.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.JsonLimits;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SBOMs that are made to hurt: each at its limit, and one beyond. */
class HostileSbomTest {
    @Test
    void depth() {
        // A component within a component is two levels deeper: 31 of them in a list within the document.
        assertThat(parse(nested(31)).partCount()).isEqualTo(31);
        assertRefused(nested(32), Reason.JSON_TOO_DEEP, "/components/0/components/0");
    }

    @Test
    void members() {
        int most = JsonLimits.DOCUMENT.members();
        String head = "{'bomFormat':'CycloneDX','specVersion':'1.6','x':[";
        // Three members of the document, and the items.
        assertThat(parse(head + "1,".repeat(most - 4) + "1]}").parts()).isEmpty();
        assertRefused(head + "1,".repeat(most - 3) + "1]}", Reason.TOO_LARGE, "/x");
    }

    @Test
    void bytes() {
        Bytes large = Bytes.owned(new byte[JsonLimits.DOCUMENT.bytes() + 1]);
        assertThat(catchThrowableOfType(MalformedException.class, () -> SbomDocument.parse(large))
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void namesOfParts() {
        assertThat(parse(components(1, i -> "a".repeat(1024)) + "}").partCount())
                .isEqualTo(1);
        assertRefused(components(1, i -> "a".repeat(1025)) + "}", Reason.BAD_VALUE, "/components/0/bom-ref");
    }

    @Test
    void aNameGivenTwiceAmongMany() {
        assertRefused(
                components(5000, i -> "c" + (i == 4999 ? 0 : i)) + "}", Reason.BAD_VALUE, "/components/4999/bom-ref");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fan-out", "ring", "ladder"})
    void manyEdges(String shape) {
        int count = 10_000;
        String edges = switch (shape) {
            case "fan-out" -> entry(0, list(IntStream.range(0, count)));
            case "ring" -> each(count, i -> entry(i, list(IntStream.of((i + 1) % count))));
            default -> each(count - 2, i -> entry(i, list(IntStream.of(i + 1, i + 2))));
        };
        SbomDocument sbom = parse(components(count, i -> "c" + i) + ",'dependencies':[" + edges + "]}");
        SbomLeaves leaves = SbomLeaves.of(sbom);
        assertThat(leaves.hashes()).hasSize(count + sbom.edges().size());
        assertThat(SbomDocument.parse(sbom.canonical().bytes()).edges()).isEqualTo(sbom.edges());
    }

    @Test
    void partsAndEdgesInAll() {
        // 1,414 components, each of which depends on every one: 1,414 + 1,999,396.
        int count = 1414;
        String all = list(IntStream.range(0, count));
        String parts = components(count, i -> "c" + i);
        assertRefused(parts + ",'dependencies':[" + each(count, i -> entry(i, all)) + "]}", Reason.TOO_LARGE, "");
        assertThat(parse(parts + ",'dependencies':[" + each(count - 1, i -> entry(i, all)) + "]}")
                        .edges())
                .hasSize((count - 1) * count);
    }

    @Test
    void hugeValues() {
        String huge = "pkg:maven/" + "a/".repeat(4_000_000) + "b";
        SbomDocument sbom = parse("{'bomFormat':'CycloneDX','specVersion':'1.6','components':[{'type':'library',"
                + "'name':'n','purl':'" + huge + "'}]}");
        assertThat(sbom.parts().getFirst().purls()).containsExactly(huge);
        assertThat(SbomDocument.parse(sbom.canonical().bytes())).isEqualTo(sbom);
    }

    private static String nested(int depth) {
        return "{'bomFormat':'CycloneDX','specVersion':'1.6','components':"
                + "[{'type':'library','name':'n','components':".repeat(depth - 1)
                + "[{'type':'library','name':'n'}]" + "}]".repeat(depth - 1) + "}";
    }

    private static String components(int count, IntFunction<String> ref) {
        return "{'bomFormat':'CycloneDX','specVersion':'1.6','components':["
                + each(count, i -> "{'type':'library','name':'n','bom-ref':'" + ref.apply(i) + "'}") + "]";
    }

    private static String entry(int from, String targets) {
        return "{'ref':'c" + from + "','dependsOn':[" + targets + "]}";
    }

    private static String list(IntStream targets) {
        return targets.mapToObj(i -> "'c" + i + "'").collect(Collectors.joining(","));
    }

    private static String each(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
    }

    private static void assertRefused(String document, Reason reason, String pointer) {
        MalformedException refusal = catchThrowableOfType(MalformedException.class, () -> parse(document));
        assertThat(refusal.reason()).as(refusal.pointer()).isEqualTo(reason);
        assertThat(refusal.pointer()).startsWith(pointer);
    }

    private static SbomDocument parse(String document) {
        return SbomDocument.parse(Bytes.utf8(document.replace('\'', '"')));
    }
}
