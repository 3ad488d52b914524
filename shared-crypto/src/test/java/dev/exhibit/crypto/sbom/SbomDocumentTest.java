package dev.exhibit.crypto.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.throwaway.RandomSbom;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SbomDocumentTest {
    @Test
    void theCanonicalFormDoesNotDependOnTheOrderAndIsAnSbomThatSaysTheSame() {
        for (long seed = 0; seed < 300; seed++) {
            RandomSbom random = RandomSbom.of(new Random(seed));
            SbomDocument sbom = SbomDocument.parse(random.bytes());
            Bytes canonical = sbom.canonical().bytes();
            SbomDocument other = SbomDocument.parse(random.permuted(new Random(seed)));
            assertThat(other.canonical().bytes()).as("seed %d", seed).isEqualTo(canonical);
            assertThat(SbomLeaves.of(other)).isEqualTo(SbomLeaves.of(sbom));

            SbomDocument again = SbomDocument.parse(canonical);
            assertThat(again.canonical().bytes()).as("seed %d", seed).isEqualTo(canonical);
            assertThat(SbomLeaves.of(again)).as("seed %d", seed).isEqualTo(SbomLeaves.of(sbom));
            assertThat(JsonReader.read(canonical, JsonLimits.DOCUMENT)).isInstanceOf(Json.Obj.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'name':'a' | 'name':'b'
            'version':'1' | 'version':'1.0'
            'dependsOn':['b'] | 'dependsOn':['a']
            'dependsOn':['b'] | 'dependsOn':[]
            'order':[1,2] | 'order':[2,1]
            'specVersion':'1.6' | 'specVersion':'1.5'
            """)
    void whatSaysSomethingElseHasAnotherForm(String part, String other) {
        String document = "{'bomFormat':'CycloneDX','specVersion':'1.6','components':[{'type':'library','name':'a',"
                + "'version':'1','bom-ref':'a','more':{'order':[1,2]}},{'type':'library','name':'x','bom-ref':'b'}],"
                + "'dependencies':[{'ref':'a','dependsOn':['b']}]}";
        assertThat(document).contains(part);
        assertThat(parse(document.replace(part, other)).canonical())
                .isNotEqualTo(parse(document).canonical());
    }

    @Test
    void inSpdxARelationMayBeSaidFromEitherSide() {
        String one = spdx("'relationships':[{'spdxElementId':'SPDXRef-DOCUMENT','relationshipType':'DESCRIBES',"
                + "'relatedSpdxElement':'SPDXRef-a'},{'spdxElementId':'SPDXRef-a','relationshipType':'DEPENDS_ON',"
                + "'relatedSpdxElement':'SPDXRef-b'},{'spdxElementId':'SPDXRef-a','relationshipType':'CONTAINS',"
                + "'relatedSpdxElement':'SPDXRef-b','comment':'c'}]");
        String other = spdx("'documentDescribes':['SPDXRef-a'],'relationships':[{'spdxElementId':'SPDXRef-b',"
                + "'relationshipType':'DEPENDENCY_OF','relatedSpdxElement':'SPDXRef-a'},{'spdxElementId':'SPDXRef-b',"
                + "'relationshipType':'CONTAINED_BY','relatedSpdxElement':'SPDXRef-a'},{'spdxElementId':'SPDXRef-b',"
                + "'relationshipType':'CONTAINS','relatedSpdxElement':'SPDXRef-f'},{'spdxElementId':'SPDXRef-a',"
                + "'relationshipType':'DEPENDS_ON','relatedSpdxElement':'DocumentRef-x:SPDXRef-y'}],"
                + "'files':[{'SPDXID':'SPDXRef-f'}]");
        assertThat(parse(one).canonical()).isEqualTo(parse(other).canonical());
        assertThat(parse(one).edges())
                .containsExactly(
                        new SbomEdge("SPDXRef-a", "SPDXRef-b", SbomRelation.DEPENDS_ON),
                        new SbomEdge("SPDXRef-a", "SPDXRef-b", SbomRelation.CONTAINS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [] | WRONG_TYPE |
            {} | MISSING_MEMBER | /bomFormat
            {'bomFormat':'SPDX','specVersion':'1.6'} | UNSUPPORTED | /bomFormat
            {'bomFormat':'CycloneDX','specVersion':'1.3'} | UNSUPPORTED | /specVersion
            {'bomFormat':'CycloneDX','specVersion':'2.0'} | UNSUPPORTED | /specVersion
            {'bomFormat':'CycloneDX','bomFormat':'CycloneDX','specVersion':'1.6'} | JSON_DUPLICATE_KEY | /bomFormat
            {'bomFormat':'CycloneDX','specVersion':'1.6','version':0} | BAD_VALUE | /version
            {'bomFormat':'CycloneDX','specVersion':'1.6','serialNumber':'1'} | BAD_VALUE | /serialNumber
            {'bomFormat':'CycloneDX','specVersion':'1.6'} {} | JSON |
            {'spdxVersion':'SPDX-2.2'} | UNSUPPORTED | /spdxVersion
            {'spdxVersion':'SPDX-2.3'} | MISSING_MEMBER | /name
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
            'components':[{'type':'thing','name':'a'}] | BAD_VALUE | /components/0/type
            'components':[{'type':'library','name':7}] | WRONG_TYPE | /components/0/name
            'components':[{'type':'library','name':'a','bom-ref':''}] | BAD_VALUE | /components/0/bom-ref
            'components':[{'type':'library','name':'a','purl':7}] | WRONG_TYPE | /components/0/purl
            'components':[{'type':'library','name':'a','version':7}] | WRONG_TYPE | /components/0/version
            'components':[{'type':'library','name':'a','hashes':[{'alg':'MD5'}]}] | MISSING_MEMBER | /components/0/hashes/0/content
            'components':[A,{'type':'library','name':'b','components':[A]}] | BAD_VALUE | /components/1/components/0/bom-ref
            'components':[A],'services':[{'name':'s','bom-ref':'a'}] | BAD_VALUE | /services/0/bom-ref
            'metadata':{'component':A},'components':[A] | BAD_VALUE | /components/0/bom-ref
            'metadata':{'component':'a'} | WRONG_TYPE | /metadata/component
            'dependencies':{} | WRONG_TYPE | /dependencies
            'dependencies':[{'dependsOn':[]}] | MISSING_MEMBER | /dependencies/0/ref
            'dependencies':[{'ref':'a'}] | BAD_VALUE | /dependencies/0/ref
            'dependencies':[{'ref':'a','dependsOn':['a','b']}],'components':[A] | BAD_VALUE | /dependencies/0/dependsOn/1
            'components':[A],'dependencies':[{'ref':'a','dependsOn':'a'}] | WRONG_TYPE | /dependencies/0/dependsOn
            'components':[A,A,{'name':1e400}] | BAD_VALUE | /components/2/name
            """)
    void refusesCycloneDxThatDoesNotSayWhoIsWho(String members, Reason reason, String pointer) {
        String component = "{'type':'library','name':'a','bom-ref':'a'}";
        String all = members.replaceAll("(?<=[\\[,:])A(?=[\\],}])", component);
        assertRefused("{'bomFormat':'CycloneDX','specVersion':'1.6'," + all + "}", reason, pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'more':1 | UNKNOWN_MEMBER | /more
            'relationships':[{'spdxElementId':'SPDXRef-a','relationshipType':'DEPENDS_ON'}] | MISSING_MEMBER | /relationships/0/relatedSpdxElement
            'relationships':[{'spdxElementId':'SPDXRef-a','relationshipType':'DEPENDS_ON','relatedSpdxElement':'SPDXRef-c'}] | BAD_VALUE | /relationships/0/relatedSpdxElement
            'relationships':[{'spdxElementId':'SPDXRef-a','relationshipType':'OTHER','relatedSpdxElement':'SPDXRef-a','x':1}] | UNKNOWN_MEMBER | /relationships/0/x
            'documentDescribes':['SPDXRef-c'] | BAD_VALUE | /documentDescribes/0
            'documentDescribes':[7] | WRONG_TYPE | /documentDescribes/0
            'files':[{'SPDXID':'f'}] | BAD_VALUE | /files/0/SPDXID
            """)
    void refusesSpdxThatDoesNotSayWhoIsWho(String members, Reason reason, String pointer) {
        assertRefused(spdx(members), reason, pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'SPDXID':'SPDXRef-b','name':'b'} | MISSING_MEMBER | /packages/1/downloadLocation
            {'SPDXID':'SPDXRef-a','name':'b','downloadLocation':'NONE'} | BAD_VALUE | /packages/1/SPDXID
            {'SPDXID':'SPDXRef-DOCUMENT','name':'b','downloadLocation':'NONE'} | BAD_VALUE | /packages/1/SPDXID
            {'SPDXID':'b','name':'b','downloadLocation':'NONE'} | BAD_VALUE | /packages/1/SPDXID
            {'SPDXID':'SPDXRef-b','name':'b','downloadLocation':'NONE','purl':'p'} | UNKNOWN_MEMBER | /packages/1/purl
            {'SPDXID':'SPDXRef-b','name':'b','downloadLocation':'NONE','versionInfo':1} | WRONG_TYPE | /packages/1/versionInfo
            {'SPDXID':'SPDXRef-b','name':'b','downloadLocation':'NONE','externalRefs':[{}]} | MISSING_MEMBER | /packages/1/externalRefs/0/referenceCategory
            """)
    void refusesPackagesThatSpdxDoesNotHave(String packaged, Reason reason, String pointer) {
        String known = "{'SPDXID':'SPDXRef-b','name':'b','downloadLocation':'NONE'}";
        assertThat(spdx("'comment':'c'")).contains(known);
        assertRefused(spdx("'comment':'c'").replace(known, packaged), reason, pointer);
    }

    private static void assertRefused(String document, Reason reason, String pointer) {
        MalformedException refusal = catchThrowableOfType(MalformedException.class, () -> parse(document));
        assertThat(refusal).as(document).isNotNull();
        assertThat(refusal.reason()).as(refusal.pointer()).isEqualTo(reason);
        assertThat(refusal.pointer()).isEqualTo(pointer == null ? "" : pointer);
    }

    private static SbomDocument parse(String document) {
        return SbomDocument.parse(Bytes.utf8(document.replace('\'', '"')));
    }

    private static String spdx(String members) {
        return "{'spdxVersion':'SPDX-2.3','SPDXID':'SPDXRef-DOCUMENT','name':'d','dataLicense':'CC0-1.0',"
                + "'documentNamespace':'urn:d','creationInfo':{'created':'2026-01-01T00:00:00Z','creators':['Tool: t']},"
                + "'packages':[{'SPDXID':'SPDXRef-a','name':'a','downloadLocation':'NONE'},"
                + "{'SPDXID':'SPDXRef-b','name':'b','downloadLocation':'NONE'}]," + members + "}";
    }
}
