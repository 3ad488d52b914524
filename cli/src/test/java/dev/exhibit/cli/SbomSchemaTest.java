package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.evidence.slice.Cut;
import dev.exhibit.evidence.slice.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of an SBOM that CycloneDX's own schema takes is taken by it, too. */
class SbomSchemaTest {
    private static final Path FOLDER = Path.of("../testdata/sbom");
    private static final String SCHEMAS = "http://cyclonedx.org/schema/";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V7,
            builder -> builder.schemaMappers(mappers -> mappers.mapPrefix(SCHEMAS, "classpath:")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nested.cdx.json",
                "shared-crypto.cdx.json",
                "real/cosign.cdx.json",
                "real/minio.cdx.json",
                "real/cdxgen.cdx.json",
                "real/sigstore-python.cdx.json",
                "real/jdbi3-core.cdx.json",
                "real/exhibit.cdx.json"
            })
    void formsAndSlicesKeepToTheSchema(String name) throws IOException {
        Bytes bytes = Bytes.owned(Files.readAllBytes(FOLDER.resolve(name)));
        SbomDocument sbom = SbomDocument.parse(bytes);
        assertThat(wrong(sbom.version(), bytes)).as("the document itself").isEmpty();
        assertThat(wrong(sbom.version(), sbom.canonical().bytes())).isEmpty();
        String last = sbom.parts().getLast().ref().orElseThrow();
        for (Question.Kind kind : Question.Kind.values()) {
            Bytes slice = Cut.of(sbom, new Question.About(last, kind))
                    .sliceOf(Hashing.of(bytes))
                    .bytes();
            assertThat(wrong(sbom.version(), slice)).as(kind.wire()).isEmpty();
        }
        assertThat(wrong(sbom.version(), Bytes.utf8("{\"bomFormat\":\"CycloneDX\",\"components\":7}")))
                .isNotEmpty();
    }

    private static List<String> wrong(String version, Bytes document) throws JsonProcessingException {
        Set<ValidationMessage> found = FACTORY.getSchema(SchemaLocation.of(SCHEMAS + "bom-" + version + ".schema.json"))
                .validate(MAPPER.readTree(document.asLenientText()));
        return found.stream().map(ValidationMessage::getMessage).toList();
    }
}
