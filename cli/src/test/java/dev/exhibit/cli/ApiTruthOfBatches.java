package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.cli.context.Context;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The part of {@link ApiTruthIT} that is about many attestations at once.
 *
 * @param api compares with the document
 * @param pipeline attests
 * @param order a claim about an artifact that is stored
 */
record ApiTruthOfBatches(ApiRecorder api, Context pipeline, ObjectNode order) {
    void attests() {
        ApiCall call = ApiCall.of("POST /v1/attestations:batch")
                .with("header Idempotency-Key", UUID.randomUUID().toString());
        ObjectNode missing = order.deepCopy();
        missing.withObject("/subject").put("digest", "sha256:" + "1".repeat(64));
        ObjectNode unknown = order.deepCopy().put("predicateType", "https://a.example");
        JsonNode first = ends(call, batch(order, missing, unknown, order));
        assertThat(first.findValuesAsText("code")).containsExactly("artifact_unavailable", "predicate_unknown");
        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> first.get(i).get("status").asInt()))
                .containsExactly(201, 422, 422, 201);
        JsonNode again = ends(call, batch(order, missing, unknown, order));
        assertThat(again.get(0)).isEqualTo(first.get(0));
        assertThat(again.get(3)).isEqualTo(first.get(3));

        JsonNode other = ends(call, batch(missing, order));
        assertThat(other.get(0).get("code").asText())
                .as("its key has another claim")
                .isIn("idempotency_conflict", "artifact_unavailable");
        ObjectNode kept = order.deepCopy().put("keep", true);
        api.refused(pipeline, call.json(batch(order, kept)), 400, "malformed");
        api.refused(pipeline, call.json(batch()), 400, "malformed");
        api.refused(
                pipeline,
                call.json(batch(IntStream.range(0, 1001).mapToObj(i -> order).toArray(ObjectNode[]::new))),
                400,
                "malformed");
        api.refused(pipeline, ApiCall.of("POST /v1/attestations:batch").json(batch(order)), 400, "malformed");
        api.refused(pipeline, call.bytes("x"), 415, "media_type");
    }

    private JsonNode ends(ApiCall call, ObjectNode batch) {
        return ApiRecorder.read(api.succeeds(pipeline, call.json(batch), 200)).get("results");
    }

    private static ObjectNode batch(ObjectNode... orders) {
        ObjectNode batch = new ObjectMapper().createObjectNode();
        ArrayNode all = batch.putArray("attestations");
        for (ObjectNode one : orders) {
            all.add(one);
        }
        return batch;
    }
}
