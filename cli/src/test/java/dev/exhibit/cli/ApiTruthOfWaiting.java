package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.boundary.testing.TestTimestampAuthority;
import dev.exhibit.cli.context.Context;
import java.time.Duration;
import java.util.UUID;

/**
 * The part of {@link ApiTruthIT} that is about attestations that wait.
 *
 * @param api compares with the document
 * @param pipeline attests
 * @param order a claim about an artifact that is stored
 * @param timestamps of which there are none for a while
 */
record ApiTruthOfWaiting(ApiRecorder api, Context pipeline, ObjectNode order, TestTimestampAuthority timestamps) {
    void waits(Context stranger) {
        ApiCall call = ApiCall.of("POST /v1/attestations")
                .with("header Idempotency-Key", UUID.randomUUID().toString());
        timestamps.status = 500;
        JsonNode taken = ApiRecorder.read(api.succeeds(pipeline, call.json(order), 202));
        assertThat(taken.get("state").asText()).isEqualTo("queued");
        assertThat(ApiRecorder.read(api.succeeds(pipeline, call.json(order), 202)))
                .isEqualTo(taken);
        ApiCall ask = ApiCall.of("GET /v1/attestations/waiting/{id}")
                .with("path id", taken.get("id").asText());
        assertThat(ApiRecorder.read(api.succeeds(pipeline, ask, 200))).isEqualTo(taken);
        api.refused(stranger, ask, 403, "scope_missing");
        ApiCall other = ApiCall.of("GET /v1/attestations/waiting/{id}");
        api.refused(pipeline, other.with("path id", UUID.randomUUID().toString()), 404, "not_found");
        api.refused(pipeline, other.with("path id", "1-2-3-4-5"), 400, "malformed");

        timestamps.status = 200;
        await().atMost(Duration.ofMinutes(1)).until(() -> state(ask).equals("done"));
        JsonNode ended = ApiRecorder.read(api.succeeds(pipeline, ask, 200));
        JsonNode attested = ApiRecorder.read(api.succeeds(pipeline, call.json(order), 201));
        for (String member : new String[] {"artifact", "evidence", "statement", "keyId", "checked"}) {
            assertThat(attested.get(member)).as(member).isEqualTo(ended.get(member));
        }
    }

    private String state(ApiCall ask) {
        return ApiRecorder.read(api.succeeds(pipeline, ask, 200)).get("state").asText();
    }
}
