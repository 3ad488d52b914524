package dev.exhibit.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.exhibit.boundary.http.OpenApi;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.crypto.json.CanonicalJson;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has the API document only can make a client of it. */
class ApiDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "spec", "openapi.json");
    private static final String COMMAND = "./mvnw test -Dlint=off -pl cli -am -Dtest=ApiDocumentTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dexhibit.rewrite=true";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private List<Route> guarded = List.of();
    private List<OpenRoute> open = List.of();
    private String text = "";

    @BeforeEach
    void declare() {
        DeclaredRoutes declared = new DeclaredRoutes(folder);
        guarded = declared.guarded();
        open = declared.open();
        byte[] document =
                CanonicalJson.of(ApiDocument.of(guarded, open, "0.1.0")).bytes().toArray();
        text = new String(document, StandardCharsets.UTF_8);
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Stream<String> served = Stream.concat(
                guarded.stream().map(route -> route.method() + " " + route.path()),
                open.stream().map(route -> route.method() + " " + route.path()));
        assertThat(ApiDocument.rooms())
                .flatExtracting(room -> room.operations().keySet())
                .containsExactlyInAnyOrderElementsOf(served.toList());
    }

    @Test
    void aRouteThatNobodyDescribesStopsTheStart() {
        assertThatThrownBy(() -> OpenApi.of(guarded, open, List.of(), "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no api.json describes");
    }

    @Test
    void anotherParserTakesIt() {
        SwaggerParseResult read = new OpenAPIV3Parser().readContents(text, null, new ParseOptions());
        assertThat(read.getMessages()).isEmpty();
        assertThat(read.isOpenapi31()).isTrue();
        List<String> names = read.getOpenAPI().getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(operation -> operation.getOperationId())
                .toList();
        assertThat(names).hasSize(guarded.size() + open.size()).doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.matches("[a-z][A-Za-z]+"));
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = JSON.readTree(text);
        List<String> references = document.findValuesAsText("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyExampleIsWhatItsSchemaSays() throws IOException {
        List<JsonNode> examples = new ArrayList<>();
        JSON.readTree(text).findParents("example").forEach(examples::add);
        assertThat(examples).hasSizeGreaterThan(5);
        for (JsonNode content : examples) {
            assertThat(violations(content.get("schema"), content.get("example")))
                    .as(content.toString())
                    .isEmpty();
        }
    }

    @Test
    void aRequestWithOneMemberTooManyIsNotWhatTheSchemaSays() throws IOException {
        JsonNode content = JSON.readTree(text).at("/paths/~1v1~1replays/post/requestBody/content/application~1json");
        ObjectNode example = content.get("example").deepCopy();
        assertThat(violations(content.get("schema"), example.put("more", 1))).isNotEmpty();
    }

    @Test
    void theFileIsThatOfTheCode() throws IOException {
        String expected = JSON.readTree(text).toPrettyString() + "\n";
        if (Boolean.getBoolean("exhibit.rewrite")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(DOCUMENT).as("write it again with: " + COMMAND).hasContent(expected.strip());
    }

    /** The schema, with the document's components around it for its references. */
    private List<String> violations(JsonNode schema, JsonNode value) throws IOException {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", JSON.readTree(text).get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole).validate(value).stream()
                .map(Object::toString)
                .toList();
    }
}
