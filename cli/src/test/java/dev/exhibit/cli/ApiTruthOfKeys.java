package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * The part of {@link ApiTruthIT} that is about signing keys.
 *
 * @param api compares with the document
 * @param service where destroying a key takes two
 */
record ApiTruthOfKeys(ApiRecorder api, ServiceProcess service) {
    /** Everything that a custodian and an operator may do. */
    void looksAfterKeys() {
        Context custodian = InstalledProgram.context(service.data(), "key-custodian");
        Context operator = InstalledProgram.context(service.data(), "operator");
        ObjectNode reason = ApiRecorder.JSON.createObjectNode().put("reason", "the document says so");
        ApiCall prepare = fresh();
        String key = made(custodian, prepare.json(reason));
        assertThat(made(custodian, prepare.json(reason))).isEqualTo(key);
        String next = made(custodian, fresh().json(reason));
        ObjectNode other = reason.deepCopy().put("reason", "something else");
        api.refused(custodian, prepare.json(other), 409, "idempotency_conflict");
        api.refused(custodian, prepare.json(reason.deepCopy().put("reason", "")), 400, "malformed");
        api.refused(custodian, ApiCall.of("POST /v1/keys").json(reason), 400, "malformed");
        api.refused(operator, prepare.json(reason), 403, "scope_missing");
        api.succeeds(custodian, key("activate", key).json(reason), 200);
        api.succeeds(custodian, key("activate", next).json(reason), 200);
        api.refused(custodian, key("activate", key).json(reason), 409, "wrong_state");
        api.refused(custodian, key("taint", "0".repeat(64)).json(reason), 404, "not_found");
        api.succeeds(custodian, key("taint", key).json(reason), 200);
        ObjectNode since = reason.deepCopy().put("revokedFrom", "2026-01-31T12:00:00Z");
        api.succeeds(custodian, key("revoke", key).json(since), 200);
        api.refused(
                custodian, key("revoke", next).json(reason.deepCopy().put("revokedFrom", "soon")), 400, "malformed");

        ApiCall destroy = key("destroy", key).json(reason);
        api.refused(custodian, destroy, 409, "needs_second_approval");
        api.succeeds(
                custodian, ApiCall.of("POST /v1/key-proposals/{id}/withdraw").with("path id", proposal(operator)), 204);
        api.refused(custodian, destroy, 409, "needs_second_approval");
        ApiCall approve = ApiCall.of("POST /v1/key-proposals/{id}/approve").with("path id", proposal(operator));
        api.succeeds(operator, approve, 200);
        api.succeeds(operator, approve, 200);
        ApiCall unknown = ApiCall.of("POST /v1/key-proposals/{id}/approve")
                .with("path id", UUID.randomUUID().toString());
        api.refused(operator, unknown, 404, "not_found");
        api.succeeds(custodian, destroy, 200);
        api.succeeds(operator, ApiCall.of("GET /v1/keys/{id}/history").with("path id", key), 200);
    }

    /** Whom verifiers are to believe, in versions; the root is in the service's own folder. */
    void publishesTrustRoots() throws IOException {
        Context custodian = InstalledProgram.context(service.data(), "key-custodian");
        for (String file : List.of("GET /v1/trust-root", "GET /v1/trust-root/signing-config")) {
            RawClient.Reply newest = api.succeeds(custodian, ApiCall.of(file), 200);
            assertThat(newest.header("trust-root-version")).isEqualTo("1");
            ApiCall first = ApiCall.of(file).with("query version", "1");
            assertThat(api.succeeds(custodian, first, 200).body()).isEqualTo(newest.body());
            api.succeeds(custodian, first.with("header If-None-Match", newest.header("etag")), 304);
            api.refused(custodian, ApiCall.of(file).with("query version", "99"), 404, "not_found");
            api.refused(custodian, ApiCall.of(file).with("query version", "0"), 400, "malformed");
        }
        Bytes signed = api.succeeds(custodian, ApiCall.of("GET /v1/trust-root/envelope"), 200)
                .body();
        api.succeeds(custodian, ApiCall.of("GET /v1/trust-root/status"), 200);
        ApiCall publish = ApiCall.of("POST /v1/trust-root/envelope");
        ObjectNode envelope = (ObjectNode) ApiRecorder.JSON.readTree(signed.toArray());
        api.succeeds(custodian, publish.json(envelope), 200);
        ObjectNode forged = envelope.deepCopy();
        ((ObjectNode) forged.get("signatures").get(0)).put("sig", "AAAA");
        api.refused(custodian, publish.json(forged), 422, "document_invalid");
        api.refused(InstalledProgram.context(service.data(), "operator"), publish.json(envelope), 403, "scope_missing");
    }

    private static ApiCall key(String act, String key) {
        return ApiCall.of("POST /v1/keys/{id}/" + act).with("path id", key);
    }

    private static ApiCall fresh() {
        return ApiCall.of("POST /v1/keys")
                .with("header Idempotency-Key", UUID.randomUUID().toString());
    }

    private String made(Context custodian, ApiCall order) {
        return ApiRecorder.read(api.succeeds(custodian, order, 201))
                .get("keyId")
                .asText();
    }

    private String proposal(Context reader) {
        return ApiRecorder.read(api.succeeds(reader, ApiCall.of("GET /v1/key-proposals"), 200))
                .get("proposals")
                .get(0)
                .get("change")
                .asText();
    }
}
