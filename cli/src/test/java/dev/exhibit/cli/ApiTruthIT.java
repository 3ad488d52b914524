package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.boundary.testing.TestTimestampAuthority;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Connection;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation of a running service takes and answers what the service's own API document says. */
class ApiTruthIT {
    private static final String ARTIFACT = "an artifact";
    private static final String CLAIM = "{\"buildDefinition\":{\"buildType\":\"https://example.com/build/v1\","
            + "\"externalParameters\":{}},\"runDetails\":{\"builder\":{\"id\":\"https://example.com/builder\"}}}";
    private static final String SBOM = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,"
            + "\"components\":[{\"type\":\"library\",\"bom-ref\":\"b\",\"name\":\"b\",\"version\":\"1\","
            + "\"purl\":\"pkg:maven/a/b@1\"}],\"dependencies\":[{\"ref\":\"b\",\"dependsOn\":[]}]}";
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String NEW_IDENTITY = Administrator.identity("default", "one-more");

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static ApiRecorder api;
    private static Context pipeline;
    private static Context admin;
    private static TestTimestampAuthority timestamps;

    @BeforeAll
    static void start() throws IOException {
        timestamps = new TestTimestampAuthority("elsewhere", folder.resolve("elsewhere"));
        Files.writeString(folder.resolve("elsewhere.pem"), timestamps.chain());
        Path config = Files.writeString(folder.resolve("config.json"), config());
        service = InstalledProgram.serve(
                folder.resolve("data"), new String[] {"-Xmx512m"}, "--config", config.toString());
        api = new ApiRecorder(service);
        pipeline = InstalledProgram.context(service.data(), "pipeline");
        admin = InstalledProgram.context(service.data(), "tenant-admin");
    }

    /** With a timestamp authority elsewhere, which must stamp, too. */
    private static String config() {
        String origin = timestamps.url().origin().toString();
        return ("{'custody':{'destroy':2},'fetch':{'allow':['" + origin + "']},'timestamps':{'demand':1,"
                        + "'external':[{'name':'elsewhere','url':'" + origin
                        + timestamps.url().target() + "','chains':['" + folder.resolve("elsewhere.pem") + "']}]}}")
                .replace('\'', '"');
    }

    @AfterAll
    static void stop() {
        service.close();
        timestamps.close();
    }

    @Test
    void everyOperationIsAsItsDocumentSays() throws IOException {
        signs();
        stampsTime();
        keepsBytes();
        attests();
        keepsEvidence();
        looksAfterTenants();
        looksAfterClients();
        looksAfterIdentities();
        enrols();
        publishes();
        givesTokens();
        changesKeys();
        new ApiTruthOfKeys(api, service).publishesTrustRoots();
        new ApiTruthOfKeys(api, service).looksAfterKeys();
        new ApiTruthOfExplain(api, pipeline).explains(digest(ARTIFACT));
        new ApiTruthOfStore(api, service).keepsAndProves(digest(ARTIFACT));
        assertThat(api.never()).as("operations that never succeeded").isEmpty();
    }

    private static void signs() {
        api.succeeds(
                pipeline,
                fresh("POST /v1/signatures")
                        .with("header Artifact-Digest", digest(ARTIFACT))
                        .bytes(ARTIFACT),
                201);
        api.succeeds(pipeline, ApiCall.of("GET /v1/keys"), 200);
        Bytes root =
                api.succeeds(pipeline, ApiCall.of("GET /v1/trust-root"), 200).body();
        assertThat(TrustRoot.decode(root).timestampAuthorities()).hasSize(2);
    }

    private static void stampsTime() {
        TimestampQuery query = new TimestampQuery(
                HashAlgorithm.SHA256,
                Hashing.of(Bytes.utf8(ARTIFACT)).bytes(),
                Optional.empty(),
                Optional.of(BigInteger.TEN),
                true);
        ApiCall asking = ApiCall.of("POST /v1/timestamps");
        RawClient.Reply reply = api.succeeds(pipeline, asking.timestampQuery(query), 200);
        TimestampResponse stamp = TimestampResponse.decode(reply.body());
        assertThat(stamp.info().imprint()).isEqualTo(query.imprint());
        api.refused(pipeline, asking.bytes(ARTIFACT), 415, "media_type");
    }

    private static void keepsBytes() {
        ApiCall put = about("PUT /v1/blobs/{digest}", digest(ARTIFACT)).bytes(ARTIFACT);
        api.succeeds(pipeline, put, 201);
        api.succeeds(pipeline, put, 200);
        assertThat(api.succeeds(pipeline, about("GET /v1/blobs/{digest}", digest(ARTIFACT)), 200)
                        .text())
                .isEqualTo(ARTIFACT);
        api.succeeds(pipeline, about("HEAD /v1/blobs/{digest}", digest(ARTIFACT)), 200);
        api.succeeds(pipeline, fresh("POST /v1/signatures").json(object().put("artifact", digest(ARTIFACT))), 201);
        String missing = digest("never stored");
        ObjectNode about = object().put("artifact", missing);
        api.refused(pipeline, fresh("POST /v1/signatures").json(about), 422, "artifact_unavailable");
        api.refused(pipeline, about("GET /v1/blobs/{digest}", missing), 404, "not_found");
        api.refused(pipeline, about("HEAD /v1/blobs/{digest}", missing), 404, "not_found");
        api.refused(pipeline, about("PUT /v1/blobs/{digest}", missing).bytes(ARTIFACT), 422, "digest_mismatch");
        api.refused(pipeline, about("GET /v1/blobs/{digest}", "sha256:no"), 400, "malformed");
    }

    private static void attests() throws IOException {
        JsonNode kept = ApiRecorder.read(
                api.succeeds(pipeline, fresh("POST /v1/attestations").parts(order().put("keep", true), ARTIFACT), 201));
        api.succeeds(pipeline, fresh("POST /v1/attestations").json(order()), 201);
        api.succeeds(
                pipeline,
                about("GET /v1/attestations/{digest}", kept.get("evidence").asText()),
                200);
        ApiCall other = fresh("POST /v1/attestations");
        api.refused(pipeline, other.json(order().put("predicateType", "https://a.example")), 422, "predicate_unknown");
        api.refused(pipeline, other.json(order().put("keep", true)), 400, "malformed");
        api.refused(pipeline, ApiCall.of("POST /v1/attestations").json(order()), 400, "malformed");
        api.refused(admin, other.json(order()), 403, "scope_missing");
        ApiCall broken =
                ApiCall.of("POST /v1/attestations").with("header Content-Digest", "sha-256=:" + "A".repeat(43) + "=:");
        api.refused(
                pipeline,
                broken.with("header Idempotency-Key", UUID.randomUUID().toString())
                        .json(order()),
                400,
                "content_digest_mismatch");
        api.refused(pipeline, fresh("POST /v1/attestations").bytes(ARTIFACT), 415, "media_type");
        new ApiTruthOfWaiting(api, pipeline, order(), timestamps).waits(admin);
        new ApiTruthOfBatches(api, pipeline, order()).attests();
        new ApiTruthOfVerification(api, service)
                .verifies(digest(ARTIFACT), kept.get("evidence").asText());
    }

    private static void keepsEvidence() {
        String sbom = digest(SBOM);
        api.succeeds(pipeline, about("PUT /v1/blobs/{digest}", sbom).bytes(SBOM), 201);
        ObjectNode registration =
                object().put("digest", sbom).put("kind", "sbom").put("mediaType", "application/vnd.cyclonedx+json");
        registration.putArray("subjects").add(digest(ARTIFACT));
        registration.putArray("links").addObject().put("relation", "made-of").put("target", digest(ARTIFACT));
        api.succeeds(pipeline, ApiCall.of("POST /v1/evidence").json(registration), 201);
        api.succeeds(pipeline, about("GET /v1/evidence/{digest}", sbom), 200);
        api.succeeds(pipeline, about("GET /v1/artifacts/{digest}/evidence", digest(ARTIFACT)), 200);
        api.succeeds(pipeline, about("GET /v1/artifacts/{digest}/graph", digest(ARTIFACT)), 200);
        ObjectNode question = object().put("sbom", sbom).put("component", "pkg:maven/a/b@1");
        JsonNode slice = ApiRecorder.read(
                api.succeeds(pipeline, ApiCall.of("POST /v1/slices").json(question), 201));
        api.succeeds(
                pipeline,
                ApiCall.of("POST /v1/replays")
                        .json(object().put("derivation", slice.get("derivation").asText())),
                200);
        api.refused(
                pipeline,
                ApiCall.of("POST /v1/slices").json(question.put("component", "pkg:maven/a/c@1")),
                422,
                "selection_empty");
        api.refused(
                pipeline,
                ApiCall.of("POST /v1/evidence").json(registration.put("mediaType", "text/plain")),
                409,
                "wrong_state");
        api.refused(
                pipeline,
                ApiCall.of("POST /v1/slices").json(question.put("sbom", digest("never stored"))),
                404,
                "not_found");
    }

    private static void looksAfterTenants() {
        ObjectNode tenant = object().put("tenant", "acme");
        ObjectNode founded = tenant.deepCopy().put("administrator", Administrator.identity("acme", "admin"));
        api.succeeds(
                admin,
                ApiCall.of("POST /v1/tenants")
                        .json(founded.put("secondAdministrator", Administrator.identity("acme", "other"))),
                201);
        api.succeeds(admin, ApiCall.of("GET /v1/tenants"), 200);
        api.succeeds(admin, ApiCall.of("POST /v1/tenants:disable").json(tenant), 200);
        api.succeeds(admin, ApiCall.of("POST /v1/tenants:enable").json(tenant), 200);
        api.refused(
                admin,
                ApiCall.of("POST /v1/tenants:disable").json(object().put("tenant", "default")),
                409,
                "wrong_state");
        api.refused(admin, ApiCall.of("POST /v1/tenants").json(tenant.deepCopy().put("more", 1)), 400, "malformed");
    }

    private static void looksAfterClients() {
        ObjectNode client = object().put("client", "spare").put("role", "auditor");
        client.putArray("identities").add(Administrator.identity("default", "spare"));
        api.succeeds(admin, ApiCall.of("POST /v1/clients").json(client), 201);
        api.refused(
                admin, ApiCall.of("POST /v1/clients").json(client.put("role", "operator")), 409, "already_registered");
        ApiCall list = ApiCall.of("GET /v1/clients");
        api.succeeds(admin, list, 200);
        api.succeeds(admin, list.with("query after", "spare"), 200);
        api.refused(admin, list.with("query after", " "), 400, "malformed");
        ObjectNode name = object().put("client", "spare");
        api.succeeds(admin, ApiCall.of("POST /v1/clients:disable").json(name), 200);
        api.succeeds(admin, ApiCall.of("POST /v1/clients:enable").json(name), 200);
        api.refused(admin, ApiCall.of("POST /v1/clients:disable").json(name.put("client", "nobody")), 404, "not_found");
    }

    private static void looksAfterIdentities() {
        ObjectNode name = object().put("identity", NEW_IDENTITY);
        ObjectNode allowed = name.deepCopy();
        allowed.putArray("predicateTypes").add("https://slsa.dev/provenance/v1");
        allowed.putArray("keys").add("0".repeat(64));
        api.succeeds(
                admin, ApiCall.of("POST /v1/identities").json(allowed.deepCopy().put("client", "spare")), 201);
        api.succeeds(admin, ApiCall.of("POST /v1/identities:allow").json(allowed), 200);
        ApiCall list = ApiCall.of("GET /v1/identities");
        api.succeeds(admin, list, 200);
        api.succeeds(admin, list.with("query after", NEW_IDENTITY), 200);
        api.succeeds(admin, ApiCall.of("POST /v1/identities:disable").json(name), 200);
        api.succeeds(admin, ApiCall.of("POST /v1/identities:enable").json(name), 200);
        api.succeeds(admin, ApiCall.of("GET /v1/changes"), 200);
        ObjectNode certificate = object().put("certificate", digest("a certificate"));
        api.succeeds(admin, ApiCall.of("POST /v1/certificates:revoke").json(certificate), 200);
        api.refused(pipeline, list, 403, "scope_missing");
    }

    private static void enrols() {
        JsonNode offer = ApiRecorder.read(api.succeeds(
                admin,
                ApiCall.of("POST /v1/enrolments")
                        .json(object().put("client", "spare").put("identity", NEW_IDENTITY)),
                201));
        ApiCall enrol = ApiCall.of("POST /enroll")
                .json(object().put("code", offer.get("code").asText())
                        .put("request", CertificateOrder.pem(ThrowawayKey.p256())));
        api.succeeds(admin, enrol, 201);
        api.refused(admin, enrol, 403, "enrolment_refused");
        ObjectNode rule = object().put("name", "main")
                .put("issuer", "https://ci.example")
                .put("jwks", "https://ci.example/jwks")
                .put("client", "spare");
        rule.putObject("claims").put("repository", "acme/app");
        api.succeeds(admin, ApiCall.of("POST /v1/exchange-rules").json(rule), 201);
        api.refused(admin, ApiCall.of("POST /v1/exchange-rules").json(rule.put("client", "nobody")), 404, "not_found");
        api.succeeds(admin, ApiCall.of("GET /v1/exchange-rules"), 200);
        api.succeeds(admin, ApiCall.of("POST /v1/exchange-rules:remove").json(object().put("name", "main")), 204);
    }

    private static void publishes() {
        api.succeeds(admin, ApiCall.of("GET /.well-known/openid-configuration"), 200);
        api.succeeds(admin, ApiCall.of("GET /.well-known/oauth-authorization-server"), 200);
        api.succeeds(admin, ApiCall.of("GET /jwks"), 200);
    }

    private static void givesTokens() {
        TokenIssuer issuer = pipeline.server().flatMap(Connection::tokens).orElseThrow();
        Map<String, String> wanted = new LinkedHashMap<>(Map.of("client_id", issuer.client()));
        wanted.put("grant_type", "client_credentials");
        wanted.put("resource", issuer.audience());
        ApiCall ask = ApiCall.of("POST /token");
        JsonNode token = ApiRecorder.read(api.succeeds(pipeline, ask.form(wanted), 200));
        api.succeeds(
                pipeline,
                ApiCall.of("POST /revoke")
                        .form(Map.of(
                                "client_id",
                                issuer.client(),
                                "token",
                                token.get("access_token").asText())),
                200);
        wanted.put("grant_type", "password");
        api.refused(pipeline, ask.form(wanted), 400, "unsupported_grant_type");
        api.refused(admin, ask.form(wanted), 401, "invalid_client");
    }

    /** By a client that has a key. */
    private static void changesKeys() throws IOException {
        ThrowawayKey first = ThrowawayKey.p256();
        ThrowawayKey next = ThrowawayKey.p256();
        ObjectNode client = object().put("client", "rotating").put("role", "pipeline");
        client.putObject("keys").putArray("keys").add(jwk(first));
        client.putArray("identities");
        api.succeeds(admin, ApiCall.of("POST /v1/clients").json(client), 201);
        ApiCall change = ApiCall.of("POST /client-keys");
        api.succeeds(admin, change.form(asserted(first)), 200);
        Map<String, String> adding = asserted(first);
        adding.put("add", proof(next));
        api.succeeds(admin, change.form(adding), 200);
        Map<String, String> removing = asserted(next);
        removing.put(
                "remove",
                Base64Url.encode(Jwk.of(first.published()).thumbprint().bytes()));
        api.succeeds(admin, change.form(removing), 200);
        api.refused(admin, change.form(asserted(first)), 401, "invalid_client");
    }

    private static Map<String, String> asserted(ThrowawayKey key) {
        long now = Instant.now().getEpochSecond();
        Json.Obj claims = Json.object()
                .with("iss", "rotating")
                .with("sub", "rotating")
                .with("aud", service.authority().toString())
                .with("iat", now)
                .with("exp", now + 50)
                .with("jti", UUID.randomUUID().toString());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", "rotating");
        form.put("client_assertion_type", ASSERTION);
        form.put(
                "client_assertion", TestJwt.signedBy(key, Json.object(), claims).text());
        return form;
    }

    private static String proof(ThrowawayKey key) {
        Json.Obj header = Json.object()
                .with("typ", "exhibit-client-key+jwt")
                .with("jwk", Jwk.of(key.published()).toJson());
        Json.Obj claims = Json.object()
                .with("iss", "rotating")
                .with("aud", service.authority().toString())
                .with("iat", Instant.now().getEpochSecond());
        return TestJwt.signedBy(key, header, claims).text();
    }

    private static JsonNode jwk(ThrowawayKey key) throws IOException {
        return ApiRecorder.JSON.readTree(
                CanonicalJson.of(Jwk.of(key.published()).toJson()).bytes().toArray());
    }

    private static ObjectNode order() throws IOException {
        ObjectNode order = object().put("predicateType", "https://slsa.dev/provenance/v1");
        order.putObject("subject").put("name", "artifact").put("digest", digest(ARTIFACT));
        return order.set("predicate", ApiRecorder.JSON.readTree(CLAIM));
    }

    private static ApiCall fresh(String operation) {
        return ApiCall.of(operation)
                .with("header Idempotency-Key", UUID.randomUUID().toString());
    }

    private static ApiCall about(String operation, String digest) {
        return ApiCall.of(operation).with("path digest", digest);
    }

    private static ObjectNode object() {
        return ApiRecorder.JSON.createObjectNode();
    }

    private static String digest(String text) {
        return Hashing.of(Bytes.utf8(text)).toString();
    }
}
