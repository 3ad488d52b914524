package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.cli.context.Context;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.testkit.ServiceProcess;
import java.time.Duration;
import java.util.UUID;

/**
 * The part of {@link ApiTruthIT} that is about uploads, logs, proofs, audit and holds.
 *
 * @param api compares with the document
 * @param service where evidence was registered
 */
record ApiTruthOfStore(ApiRecorder api, ServiceProcess service) {
    private static final String LARGE = "in two parts";
    private static final int FIRST = 5;

    /** @param artifact that something is stored about */
    void keepsAndProves(String artifact) {
        uploads();
        proves(artifact);
        showsLogs();
        audits();
        holds(artifact);
    }

    private void uploads() {
        Context pipeline = context("pipeline");
        String digest = Hashing.of(Bytes.utf8(LARGE)).toString();
        ObjectNode question = object();
        question.putArray("digests").add(digest);
        ApiCall ask = ApiCall.of("POST /v1/blobs:missing").json(question);
        assertThat(api.succeeds(pipeline, ask, 200).text()).contains(digest);
        ApiCall begin = ApiCall.of("POST /v1/uploads");
        ObjectNode order = object().put("digest", digest).put("size", LARGE.length());
        String id = ApiRecorder.read(api.succeeds(pipeline, begin.json(order), 201))
                .get("id")
                .asText();
        ApiCall append = upload("PATCH", id);
        ApiCall first = append.with("header Upload-Offset", "0").bytes(LARGE.substring(0, FIRST));
        api.succeeds(pipeline, first, 204);
        api.succeeds(pipeline, upload("GET", id), 200);
        api.refused(pipeline, first, 409, "wrong_state");
        api.refused(pipeline, append.bytes("no offset"), 400, "malformed");
        ApiCall rest = append.with("header Upload-Offset", Integer.toString(FIRST));
        api.succeeds(pipeline, rest.bytes(LARGE.substring(FIRST)), 201);
        api.refused(pipeline, upload("GET", UUID.randomUUID().toString()), 404, "not_found");
        assertThat(api.succeeds(pipeline, ask, 200).text()).doesNotContain(digest);
    }

    private static ApiCall upload(String method, String id) {
        return ApiCall.of(method + " /v1/uploads/{id}").with("path id", id);
    }

    /** As soon as the journal covers what was stored. */
    private void proves(String artifact) {
        ApiCall proof = ApiCall.of("GET /v1/artifacts/{digest}/evidence/proof").with("path digest", artifact);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> api.succeeds(context("pipeline"), proof, 200));
        api.succeeds(context("pipeline"), proof.with("query since", "1"), 200);
        api.refused(context("pipeline"), proof.with("query since", "1000000"), 400, "malformed");
    }

    private void showsLogs() {
        Context auditor = context("auditor");
        Checkpoint last = Checkpoint.parse(
                api.succeeds(auditor, journal("checkpoint"), 200).text());
        assertThat(last.size()).isPositive();
        String size = Long.toString(last.size());
        api.succeeds(auditor, journal("proof").with("query index", "0"), 200);
        api.refused(auditor, journal("proof"), 400, "malformed");
        api.succeeds(auditor, journal("consistency").with("query first", "1").with("query second", size), 200);
        String tile = Tile.of(Tile.ENTRIES, 0, last.size()).orElseThrow().path().substring("tile/".length());
        api.succeeds(auditor, journal("tile/{path}").with("path path", tile), 200);
        api.refused(auditor, journal("tile/{path}").with("path path", "entries/0"), 404, "not_found");
        ApiCall other = ApiCall.of("GET /v1/log/{log}/checkpoint").with("path log", "other");
        api.refused(auditor, other, 404, "not_found");
    }

    private static ApiCall journal(String what) {
        return ApiCall.of("GET /v1/log/{log}/" + what).with("path log", "journal");
    }

    private void audits() {
        ApiCall audit = ApiCall.of("GET /v1/audit").with("query room", "evidence");
        String next = ApiRecorder.read(api.succeeds(context("auditor"), audit, 200))
                .get("next")
                .asText();
        api.succeeds(context("auditor"), audit.with("query after", next), 200);
        api.refused(context("pipeline"), audit, 403, "scope_missing");
    }

    private void holds(String artifact) {
        Context operator = context("operator");
        ApiCall place = ApiCall.of("POST /v1/holds");
        ObjectNode order = object().put("subject", artifact).put("reason", "a case");
        String id = ApiRecorder.read(api.succeeds(operator, place.json(order), 201))
                .get("id")
                .asText();
        api.succeeds(operator, ApiCall.of("GET /v1/holds"), 200);
        api.succeeds(operator, ApiCall.of("GET /v1/retention"), 200);
        ApiCall release = ApiCall.of("POST /v1/holds/{id}/release").with("path id", id);
        api.refused(operator, release, 409, "needs_second_approval");
        api.refused(operator, release, 409, "needs_second_approval");
        api.succeeds(context("tenant-admin"), release, 200);
        api.refused(operator, place.json(order.put("reason", "")), 400, "malformed");
        api.refused(context("pipeline"), ApiCall.of("GET /v1/holds"), 403, "scope_missing");
    }

    private Context context(String client) {
        return InstalledProgram.context(service.data(), client);
    }

    private static ObjectNode object() {
        return ApiRecorder.JSON.createObjectNode();
    }
}
