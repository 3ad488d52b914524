package dev.exhibit.attestor.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our schemas speak of the members of the published protocol buffers, and of no others; but where the text of a specification differs. */
class PublishedFieldsTest {
    /** By type: what the protocol buffers have and our schema does not. */
    private static final Map<String, Set<String>> ONLY_PUBLISHED = Map.of(
            // Of any form, so there is nothing to check: it is kept as it is.
            "svr", Set.of("/verifier/policy"),
            // spec/predicates/vuln.md, which scanners follow, calls them scanner.db and metadata; annotations have any
            // form.
            "vulns",
                    Set.of(
                            "/scanner/database",
                            "/scanner/database/uri",
                            "/scanner/database/version",
                            "/scanner/database/lastUpdate",
                            "/scanner/result[]/annotations",
                            "/scanMetadata",
                            "/scanMetadata/scanStartedOn",
                            "/scanMetadata/scanFinishedOn"));

    /** By type: what our schema has after the text of the specification. */
    private static final Map<String, Set<String>> ONLY_OURS = Map.of(
            "vulns",
            Set.of(
                    "/scanner/db",
                    "/scanner/db/uri",
                    "/scanner/db/version",
                    "/scanner/db/lastUpdate",
                    "/metadata",
                    "/metadata/scanStartedOn",
                    "/metadata/scanFinishedOn"));

    private static Json.Obj protos() throws IOException {
        Bytes file = Bytes.owned(Files.readAllBytes(Path.of("../testdata/predicates/protos.json")));
        return (Json.Obj) JsonReader.read(file, JsonLimits.BODY);
    }

    static Stream<String> published() throws IOException {
        return protos().members().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("published")
    void membersAreThoseOfTheProtocolBuffers(String name) throws IOException {
        SortedSet<String> published = new TreeSet<>(
                ObjectReader.of(Objects.requireNonNull(protos().members().get(name)), "")
                        .texts("fields", 100));
        Json.Obj schema = schema(name);
        SortedSet<String> ours = new TreeSet<>();
        collect(schema, schema, "", ours);
        assertThat(without(published, ours)).isEqualTo(ONLY_PUBLISHED.getOrDefault(name, Set.of()));
        assertThat(without(ours, published)).isEqualTo(ONLY_OURS.getOrDefault(name, Set.of()));
    }

    private static Set<String> without(SortedSet<String> all, SortedSet<String> others) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(others);
        return left;
    }

    private static Json.Obj schema(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PredicateType.class.getResourceAsStream(name + ".schema.json"))) {
            return (Json.Obj) JsonReader.read(Bytes.owned(in.readAllBytes()), JsonLimits.BODY);
        }
    }

    private static void collect(Json.Obj schema, Json.Obj root, String path, SortedSet<String> found) {
        Json.Obj here = resolved(schema, root);
        if (here.members().get("properties") instanceof Json.Obj properties) {
            properties.members().forEach((name, value) -> {
                found.add(path + "/" + name);
                collect((Json.Obj) value, root, path + "/" + name, found);
            });
        }
        if (here.members().get("items") instanceof Json.Obj items) {
            collect(items, root, path + "[]", found);
        }
    }

    private static Json.Obj resolved(Json.Obj schema, Json.Obj root) {
        if (!(schema.members().get("$ref") instanceof Json.Text reference)) {
            return schema;
        }
        Json.Obj at = root;
        for (String step : reference.value().substring("#/".length()).split("/", -1)) {
            at = (Json.Obj) Objects.requireNonNull(at.members().get(step));
        }
        return at;
    }
}
