package dev.exhibit.signer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.boundary.verify.MemorySignatureLog;
import dev.exhibit.boundary.verify.OwnVerifier;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.MemoryIntentLog;
import dev.exhibit.signer.MemoryKeyDirectory;
import dev.exhibit.signer.MemoryRefusalLog;
import dev.exhibit.signer.MemoryStoredArtifacts;
import dev.exhibit.signer.RemoteArtifacts;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SignerPorts;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.TestTimestamps;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes behind the real listener, over TLS. */
class SignerRoutesTest {
    private static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);
    private static final String BYTES = "application/octet-stream";
    private static final String JSON = "application/json";
    private static final Map<String, Role> CLIENTS =
            Map.of(TestService.PIPELINE, Role.PIPELINE, TestService.AUDITOR, Role.AUDITOR);

    private final Limits limits = Limits.defaults().withArtifact(4L * 1024 * 1024);
    private final MemoryVault vault = new MemoryVault();
    private final MemoryKeyDirectory keys = new MemoryKeyDirectory();
    private final MemoryIntentLog intents = new MemoryIntentLog(keys, InstantSource.system());
    private final MemoryStoredArtifacts artifacts = new MemoryStoredArtifacts();
    private final SigningKeys signingKeys = new SigningKeys(keys, vault);
    private final IdentityRegistry registry = IdentityRegistry.of(SignerRoutesTest::caller);
    private final MemorySignatureLog log = new MemorySignatureLog();
    private final OwnVerifier verifier =
            TestTimestamps.verifier(TestTimestamps.shared().trust().with(log.trusted()));
    private final Signer signer = new Signer(
            new SignerPorts(
                    registry,
                    artifacts,
                    RemoteArtifacts.none(),
                    Optional.empty(),
                    new MemoryRefusalLog(),
                    intents,
                    vault,
                    TestTimestamps.shared()),
            limits,
            Calls.believed(),
            SignatureChecker.standard());
    private final TestService service = new TestService(
            limits, new SignerRoutes(signer, limits, new BundleMaker(log, verifier)).routes(), Optional.of(registry));
    private final HttpClient pipeline = client(TestService.PIPELINE);

    @BeforeEach
    void aKeyIsActive() {
        signingKeys.ensureActive(call());
    }

    @AfterEach
    void stop() {
        pipeline.close();
        service.close();
    }

    @Test
    void anUploadedArtifactComesBackAsABundleThatVerifies() throws Exception {
        HttpResponse<byte[]> answer = post(BYTES, Calls.newKey().value(), DIGEST.toString(), ARTIFACT);
        ObjectReader body = body(answer, 201);
        assertThat(body.text("artifact")).isEqualTo(DIGEST.toString());
        assertThat(body.text("checked")).isEqualTo("bytes");
        assertThat(body.text("keyId")).isEqualTo(activeKey().id().hex());
        Bytes bundle = CanonicalJson.of(body.required("bundle")).bytes();
        body.end();
        Outcome outcome = verifier.verify(call().tenant(), Set.of(activeKey()), bundle, DIGEST);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
            assertThat(verified.claim()).isInstanceOf(Claim.Signed.class);
            assertThat(verified.evidence().times()).hasSize(1);
            assertThat(verified.evidence().positions()).hasSize(1);
        });
    }

    @Test
    void aStoredArtifactIsNamedInJsonAndARetryGetsTheSameBytes() throws Exception {
        artifacts.put(call(), DIGEST, ARTIFACT);
        String key = Calls.newKey().value();
        Bytes named = Bytes.utf8("{\"artifact\":\"" + DIGEST + "\"}");
        HttpResponse<byte[]> first = post(JSON, key, "", named);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(post(JSON + "; charset=utf-8", key, "", named).body()).isEqualTo(first.body());
        refused(post(BYTES, key, DIGEST.toString(), ARTIFACT), 409, "idempotency_conflict");
        assertThat(vault.signCalls()).isEqualTo(1);
    }

    @Test
    void wrongRequestsAreRefusedAndTouchNothing() throws Exception {
        String key = Calls.newKey().value();
        String other = Hashing.of(Bytes.utf8("other")).toString();
        refused(post(BYTES, key, other, ARTIFACT), 422, "digest_mismatch");
        refused(post(BYTES, key, "", ARTIFACT), 400, "malformed");
        refused(post(BYTES, key, DIGEST.hex(), ARTIFACT), 400, "malformed");
        refused(post(BYTES, "", DIGEST.toString(), ARTIFACT), 400, "malformed");
        refused(post("text/plain", key, DIGEST.toString(), ARTIFACT), 415, "media_type");
        refused(post(JSON, key, "", Bytes.utf8("{\"artifact\":\"" + DIGEST + "\"}")), 422, "artifact_unavailable");
        refused(post(JSON, key, "", Bytes.utf8("{\"artifact\":\"" + DIGEST + "\",\"x\":1}")), 400, "malformed");
        refused(post(JSON, key, "", Bytes.utf8("{}")), 400, "malformed");
        String url = "{\"artifact\":\"https://d.example/a\"";
        refused(post(JSON, key, "", Bytes.utf8(url + "}")), 400, "malformed");
        refused(post(JSON, key, "", Bytes.utf8(url + ",\"digest\":\"" + DIGEST + "\"}")), 422, "source_not_allowed");
        String image = "{\"artifact\":\"r.example/app";
        refused(post(JSON, key, "", Bytes.utf8(image + ":latest\"}")), 400, "malformed");
        refused(post(JSON, key, "", Bytes.utf8(image + "@" + DIGEST + "\"}")), 422, "source_not_allowed");
        refused(
                post(JSON, key, "", Bytes.utf8(image + "@" + DIGEST + "\",\"digest\":\"" + DIGEST + "\"}")),
                400,
                "malformed");
        assertThat(intents.size()).isZero();
        assertThat(vault.signCalls()).isZero();
    }

    @Test
    void limitsHoldAndOneByteMoreIsRefused() throws Exception {
        Bytes artifact = Bytes.owned(new byte[(int) limits.artifact()]);
        body(post(BYTES, Calls.newKey().value(), Hashing.of(artifact).toString(), artifact), 201);
        Bytes larger = Bytes.owned(new byte[(int) limits.artifact() + 1]);
        refused(post(BYTES, Calls.newKey().value(), Hashing.of(larger).toString(), larger), 413, "too_large");

        artifacts.put(call(), DIGEST, ARTIFACT);
        String document = "{\"artifact\":\"" + DIGEST + "\"}";
        String padding = " ".repeat((int) limits.jsonBody() - document.length());
        body(post(JSON, Calls.newKey().value(), "", Bytes.utf8(document + padding)), 201);
        refused(post(JSON, Calls.newKey().value(), "", Bytes.utf8(document + padding + " ")), 413, "too_large");
    }

    @Test
    void theSameKeyForAnotherArtifactIsAConflict() throws Exception {
        String key = Calls.newKey().value();
        post(BYTES, key, DIGEST.toString(), ARTIFACT);
        Bytes other = Bytes.utf8("other");
        refused(post(BYTES, key, Hashing.of(other).toString(), other), 409, "idempotency_conflict");
    }

    private HttpResponse<byte[]> post(String type, String key, String digest, Bytes body) throws Exception {
        return pipeline.send(signature(type, key, digest, body), BodyHandlers.ofByteArray());
    }

    private HttpRequest signature(String type, String key, String digest, Bytes body) {
        HttpRequest.Builder request = request("/v1/signatures").header("Content-Type", type);
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        if (!digest.isEmpty()) {
            request.header("Artifact-Digest", digest);
        }
        return request.POST(BodyPublishers.ofByteArray(body.toArray())).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + service.port() + path));
    }

    private HttpClient client(String identity) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(service.authority().client(identity).clientContext(service.authority()))
                .build();
    }

    private static ObjectReader body(HttpResponse<byte[]> answer, int status) {
        Bytes bytes = Bytes.of(answer.body());
        assertThat(answer.statusCode()).as(bytes.asLenientText()).isEqualTo(status);
        return JsonReader.readObject(bytes, JsonLimits.BUNDLE);
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String code) {
        assertThat(body(answer, status).text("code")).isEqualTo(code);
    }

    private VerificationKey activeKey() {
        return signingKeys.ensureActive(call()).key();
    }

    private static Optional<Caller> caller(ServiceIdentity identity) {
        return Optional.ofNullable(CLIENTS.get(identity.value()))
                .map(role -> new Caller(new TenantId("acme"), identity, role));
    }

    private static Call call() {
        Caller caller = caller(new ServiceIdentity(TestService.PIPELINE)).orElseThrow();
        return new Call(caller, new CorrelationId("signer-routes"));
    }
}
