package dev.exhibit.evidence.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.evidence.TestData;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SbomReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.4", "1.5", "1.6", "1.7"})
    void readsTheVersionsOfToday(String version) {
        Sbom sbom = parse("{'bomFormat':'CycloneDX','specVersion':'" + version + "'}");
        assertThat(sbom.specVersion()).isEqualTo(version);
        assertThat(sbom.root()).isEmpty();
        assertThat(sbom.componentCount()).isZero();
    }

    @Test
    void readsPartsAndEdges() {
        Sbom sbom = Sbom.parse(TestData.read("sbom/nested.cdx.json"));
        assertThat(sbom.root().flatMap(Part::ref)).isEqualTo(Optional.of("app"));
        assertThat(sbom.componentCount()).isEqualTo(8);
        assertThat(sbom.parts())
                .extracting(part -> part.ref().orElse("none"))
                .containsExactly("frame", "log", "none", "left", "right", "leaf", "backend");
        assertThat(sbom.dependsOn()).containsEntry("right", new TreeSet<>(List.of("left", "log")));
    }

    @Test
    void takesTwoEntriesForOneRefTogether() {
        Sbom sbom = parse(document("'components':[" + component("a") + "," + component("b") + "],"
                + "'dependencies':[{'ref':'a','dependsOn':['b']},{'ref':'a','dependsOn':['a','b']}]"));
        assertThat(sbom.dependsOn()).containsEntry("a", new TreeSet<>(List.of("a", "b")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [] | WRONG_TYPE |
            {'specVersion':'1.6'} | MISSING_MEMBER | /bomFormat
            {'bomFormat':'SPDX','specVersion':'1.6'} | UNSUPPORTED | /bomFormat
            {'bomFormat':'CycloneDX','specVersion':'1.3'} | UNSUPPORTED | /specVersion
            {'bomFormat':'CycloneDX','specVersion':'2.0'} | UNSUPPORTED | /specVersion
            {'bomFormat':'CycloneDX','specVersion':1.6} | WRONG_TYPE | /specVersion
            {'bomFormat':'CycloneDX','bomFormat':'CycloneDX','specVersion':'1.6'} | JSON_DUPLICATE_KEY | /bomFormat
            {'bomFormat':'CycloneDX','specVersion':'1.6'} {} | JSON |
            """)
    void refusesWhatIsNoSuchDocument(String document, Reason reason, String pointer) {
        assertRefused(document, reason, pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'components':{} | WRONG_TYPE | /components
            'components':['a'] | WRONG_TYPE | /components/0
            'components':[{'type':'library'}] | MISSING_MEMBER | /components/0/name
            'components':[{'name':'a'}] | MISSING_MEMBER | /components/0/type
            'components':[{'type':'library','name':7}] | WRONG_TYPE | /components/0/name
            'components':[{'type':'library','name':'a','bom-ref':''}] | BAD_VALUE | /components/0/bom-ref
            'components':[{'type':'library','name':'a','purl':7}] | WRONG_TYPE | /components/0/purl
            'components':[COMPONENT_A,COMPONENT_A] | BAD_VALUE | /components/1/bom-ref
            'components':[COMPONENT_A],'services':[{'name':'s','bom-ref':'a'}] | BAD_VALUE | /services/0/bom-ref
            'metadata':{'component':COMPONENT_A},'components':[COMPONENT_A] | BAD_VALUE | /components/0/bom-ref
            'metadata':{'component':'a'} | WRONG_TYPE | /metadata/component
            'dependencies':[{'dependsOn':[]}] | MISSING_MEMBER | /dependencies/0/ref
            'dependencies':[{'ref':'a'}] | BAD_VALUE | /dependencies/0/ref
            'components':[COMPONENT_A],'dependencies':[{'ref':'a','dependsOn':['a','b']}] | BAD_VALUE | /dependencies/0/dependsOn/1
            'components':[COMPONENT_A],'dependencies':[{'ref':'a','dependsOn':'a'}] | WRONG_TYPE | /dependencies/0/dependsOn
            """)
    void refusesWhatWouldMakeASliceWrong(String members, Reason reason, String pointer) {
        assertRefused(document(members.replace("COMPONENT_A", component("a"))), reason, pointer);
    }

    private static void assertRefused(String document, Reason reason, String pointer) {
        MalformedException refusal = catchThrowableOfType(MalformedException.class, () -> parse(document));
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.pointer()).isEqualTo(pointer == null ? "" : pointer);
    }

    private static Sbom parse(String document) {
        return Sbom.parse(Bytes.utf8(document.replace('\'', '"')));
    }

    private static String document(String members) {
        return "{'bomFormat':'CycloneDX','specVersion':'1.6'," + members + "}";
    }

    private static String component(String ref) {
        return "{'type':'library','name':'" + ref + "','bom-ref':'" + ref + "'}";
    }
}
