package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;

/**
 * Checks values against schemas of an API document.
 *
 * @param components of the document, for references
 */
record ApiSchemas(JsonNode components) {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    /** The same where nothing has members that are not named: clients ignore those, the document must not. */
    ApiSchemas closed() {
        JsonNode copy = components.deepCopy();
        copy.findParents("properties").forEach(ApiSchemas::close);
        return new ApiSchemas(copy);
    }

    private static void close(JsonNode parent) {
        boolean open = parent.path("type").asText().equals("object") && !parent.has("additionalProperties");
        if (open && parent instanceof ObjectNode schema) {
            schema.put("additionalProperties", false);
        }
    }

    void check(JsonNode schema, JsonNode value, String what) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", components);
        assertThat(FACTORY.getSchema(whole, FORMATS).validate(value))
                .as(what + ": " + value)
                .isEmpty();
    }
}
