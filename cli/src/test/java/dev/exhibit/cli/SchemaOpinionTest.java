package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.exhibit.attestor.predicate.PredicateType;
import dev.exhibit.attestor.predicate.Predicates;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another reader of the schemas of predicates takes and refuses what ours does. */
class SchemaOpinionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void twoReadersAgree(PredicateType type) {
        JsonSchema theirs = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        PredicateType.class.getResourceAsStream(type.alias() + ".schema.json"),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        List<String> differ = new ArrayList<>();
        List<Json> all = new ArrayList<>(Predicates.changed(Predicates.sample(type)));
        all.add(Predicates.sample(type));
        for (Json each : all) {
            if (each instanceof Json.Obj predicate) {
                String text = CanonicalJson.of(predicate).bytes().asLenientText();
                if (takes(type, predicate) != theirs.validate(parsed(text)).isEmpty()) {
                    differ.add(text);
                }
            }
        }
        assertThat(differ).as("of " + all.size()).isEmpty();
    }

    private static boolean takes(PredicateType type, Json.Obj predicate) {
        try {
            type.check(predicate);
            return true;
        } catch (MalformedException refused) {
            return false;
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
