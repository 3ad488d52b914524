package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.cli.context.Context;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.policy.RuleBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of {@link ApiTruthIT} that is about observations and explanations.
 *
 * @param api compares with the document
 * @param pipeline who asks
 */
record ApiTruthOfExplain(ApiRecorder api, Context pipeline) {
    private static final Path CASE = Path.of("../testdata/explain");

    /** @param artifact that something is stored about */
    void explains(String artifact) throws IOException {
        String sbom = put("app.cdx.json", "sbom", artifact);
        String advisories = put("advisories.osv.json", "advisory", artifact);
        String vex = put("app.openvex.json", "vex", artifact);
        String policy = put("acme.rules.json", "policy", artifact);
        JsonNode split = ApiRecorder.read(
                api.succeeds(pipeline, ApiCall.of("POST /v1/observations").json(object().put("vex", vex)), 201));
        assertThat(split.get("observations")).hasSize(3);
        ObjectNode question = object().put("slice", sbom).put("policy", policy).put("time", "2026-01-31T12:00:00Z");
        question.putArray("advisories").add(advisories);
        question.set("observations", split.get("observations"));
        JsonNode explained = ApiRecorder.read(
                api.succeeds(pipeline, ApiCall.of("POST /v1/explanations").json(question), 201));
        assertThat(explained.get("verdict").asText()).isEqualTo("warn");
        for (JsonNode done : new JsonNode[] {split, explained}) {
            ObjectNode replay =
                    object().put("derivation", done.get("derivation").asText());
            assertThat(api.succeeds(pipeline, ApiCall.of("POST /v1/replays").json(replay), 200)
                            .text())
                    .contains("identical");
        }
        refuses(question, vex, artifact);
        links(artifact, explained.get("trace").asText(), vex);
    }

    private void links(String artifact, String trace, String vex) {
        ApiCall components = ApiCall.of("GET /v1/components");
        JsonNode found = ApiRecorder.read(api.succeeds(
                pipeline, components.with("query purl", "pkg:npm/yaml").with("query limit", "1"), 200));
        assertThat(found.get("components").get(0).get("artifacts").toString()).contains(artifact);
        api.refused(pipeline, components.with("query purl", "yaml"), 400, "malformed");
        api.refused(
                pipeline, components.with("query purl", "pkg:npm/yaml").with("query cursor", "none"), 400, "malformed");

        ApiCall changes = ApiCall.of("GET /v1/artifacts/{digest}/changes").with("path digest", artifact);
        JsonNode changed = ApiRecorder.read(api.succeeds(
                pipeline, changes.with("query since", "2026-01-01T00:00:00Z").with("query limit", "2"), 200));
        assertThat(changed.get("events")).hasSize(2);
        JsonNode more = ApiRecorder.read(api.succeeds(
                pipeline,
                changes.with("query since", "2026-01-01T00:00:00Z")
                        .with("query cursor", changed.get("next").asText()),
                200));
        assertThat(more.get("events")).isNotEmpty();
        assertThat(changed.get("verdicts").get("after").asText()).isEqualTo(trace);
        assertThat(changed.get("parts")).isNotEmpty();
        api.refused(pipeline, changes.with("query since", "yesterday"), 400, "malformed");

        ApiCall grounds = ApiCall.of("GET /v1/evidence/{digest}/grounds");
        JsonNode rests = ApiRecorder.read(api.succeeds(pipeline, grounds.with("path digest", trace), 200));
        assertThat(rests.get("nodes").toString()).contains(vex, "decides");
        ApiCall uses = ApiCall.of("GET /v1/evidence/{digest}/uses");
        JsonNode used = ApiRecorder.read(api.succeeds(pipeline, uses.with("path digest", vex), 200));
        assertThat(used.get("nodes").toString()).contains(trace);
        api.refused(pipeline, uses.with("path digest", artifact), 404, "not_found");
        api.refused(pipeline, grounds.with("path digest", artifact), 404, "not_found");
    }

    private void refuses(ObjectNode question, String vex, String artifact) {
        ApiCall explain = ApiCall.of("POST /v1/explanations");
        ApiCall split = ApiCall.of("POST /v1/observations");
        api.refused(pipeline, split.json(object().put("vex", artifact)), 404, "not_found");
        api.refused(pipeline, split.json(object()), 400, "malformed");
        api.refused(pipeline, explain.json(question.deepCopy().put("time", "now")), 400, "malformed");
        api.refused(pipeline, explain.json(question.deepCopy().put("slice", vex)), 404, "not_found");
        String other = put(Bytes.utf8("{\"version\":1}"), "policy", artifact);
        api.refused(pipeline, explain.json(question.deepCopy().put("policy", other)), 422, "document_invalid");
    }

    private String put(String file, String kind, String artifact) throws IOException {
        return put(Bytes.owned(Files.readAllBytes(CASE.resolve(file))), kind, artifact);
    }

    private String put(Bytes document, String kind, String artifact) {
        String digest = Hashing.of(document).toString();
        api.succeeds(
                pipeline,
                ApiCall.of("PUT /v1/blobs/{digest}").with("path digest", digest).bytes(document.asLenientText()),
                201);
        ObjectNode registration =
                object().put("digest", digest).put("kind", kind).put("mediaType", RuleBook.MEDIA_TYPE);
        registration.putArray("subjects").add(artifact);
        registration.putArray("links");
        api.succeeds(pipeline, ApiCall.of("POST /v1/evidence").json(registration), 201);
        return digest;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
