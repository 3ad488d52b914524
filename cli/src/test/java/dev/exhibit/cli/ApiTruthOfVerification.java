package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.testkit.ServiceProcess;
import java.util.UUID;

/**
 * The part of {@link ApiTruthIT} that is about verification.
 *
 * @param api compares with the document
 * @param service where the artifact is stored
 */
record ApiTruthOfVerification(ApiRecorder api, ServiceProcess service) {
    /**
     * @param artifact that is stored
     * @param bundle about it
     */
    void verifies(String artifact, String bundle) {
        var auditor = InstalledProgram.context(service.data(), "auditor");
        ApiCall ask = ApiCall.of("POST /v1/verifications");
        JsonNode verified = ApiRecorder.read(api.succeeds(auditor, ask.json(question(artifact, bundle)), 200));
        assertThat(verified.get("result").asText()).as(verified.toString()).isEqualTo("passed");
        assertThat(verified.get("outcomes").get(0).get("bundle").asText()).isEqualTo(bundle);
        String other = "sha256:" + "1".repeat(64);
        JsonNode refused = ApiRecorder.read(api.succeeds(auditor, ask.json(question(other, bundle)), 200));
        assertThat(refused.get("reason").get("code").asText()).isEqualTo("artifact_not_subject");
        api.refused(auditor, ask.json(question(artifact, other)), 404, "not_found");
        api.refused(auditor, ask.json(question(artifact, bundle).put("policy", "e30=")), 422, "document_invalid");
        api.refused(auditor, ask.json(question(artifact, bundle).put("time", "now")), 400, "malformed");
        summarizes(artifact, bundle);
    }

    private void summarizes(String artifact, String bundle) {
        var service = InstalledProgram.context(this.service.data(), "service");
        ApiCall ask = ApiCall.of("POST /v1/verifications:summary")
                .with("header Idempotency-Key", UUID.randomUUID().toString());
        ApiCall order = ask.json(question(artifact, bundle));
        JsonNode first = ApiRecorder.read(api.succeeds(service, order, 201));
        assertThat(first.get("result").asText()).isEqualTo("passed");
        ApiCall again = ask.json(
                question(artifact, bundle).put("time", first.get("time").asText()));
        assertThat(ApiRecorder.read(api.succeeds(service, again, 201))).isEqualTo(first);
        ObjectNode replay = new ObjectMapper().createObjectNode();
        replay.put("derivation", first.get("derivation").asText());
        assertThat(api.succeeds(service, ApiCall.of("POST /v1/replays").json(replay), 200)
                        .text())
                .contains("identical");
        JsonNode links = ApiRecorder.read(api.succeeds(
                        InstalledProgram.context(this.service.data(), "auditor"),
                        ApiCall.of("GET /v1/evidence/{digest}")
                                .with(
                                        "path digest",
                                        first.get("summary").get("evidence").asText()),
                        200))
                .get("links");
        assertThat(links.toString()).contains("\"verified\"", bundle, "\"by-policy\"");
        api.refused(
                service, ask.json(question(artifact, bundle).put("time", "2020-01-01T00:00:00Z")), 400, "malformed");
        api.refused(service, ask.json(question(artifact, bundle).put("trustRoot", "e30=")), 400, "malformed");
        api.refused(InstalledProgram.context(this.service.data(), "auditor"), order, 403, "scope_missing");
    }

    private static ObjectNode question(String artifact, String bundle) {
        ObjectNode question = new ObjectMapper().createObjectNode();
        question.putObject("artifact")
                .put("name", "app.jar")
                .put("digest", Digest.parse(artifact).toString());
        question.putArray("evidence").add(bundle);
        return question;
    }
}
