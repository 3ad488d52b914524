package dev.exhibit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.client.TestService.Asked;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExhibitClientTest {
    private static final Digest DIGEST = Hashing.of(Bytes.utf8("artifact"));
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final String ATTESTED =
            "{\"artifact\":\"%1$s\",\"bundle\":{\"b\":1,\"a\":[]},\"checked\":\"bytes\",".formatted(DIGEST)
                    + "\"evidence\":\"%1$s\",\"keyId\":\"00ff\",\"statement\":\"%1$s\"}".formatted(DIGEST);
    private static final String RECORD =
            "{\"digest\":\"%1$s\",\"kind\":\"sbom\",\"links\":[{\"relation\":\"r\",".formatted(DIGEST)
                    + "\"target\":\"%1$s\"}],\"mediaType\":\"m\",\"storedAt\":\"t\",\"storedBy\":\"s\",\"subjects\":[\"%1$s\"]}"
                            .formatted(DIGEST);

    @TempDir
    private Path folder = Path.of("");

    private final List<Duration> pauses = new ArrayList<>();
    private TestCertificates certificates = certificates();
    private TestService service = service(certificates, "localhost");
    private Optional<ExhibitClient> open = Optional.empty();

    private static TestCertificates certificates() {
        try {
            return new TestCertificates();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static TestService service(TestCertificates certificates, String host) {
        try {
            return new TestService(certificates.serverContext(host));
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        open = Optional.of(client(service.address(), certificates.authorityPem()));
    }

    @AfterEach
    void stop() {
        open.ifPresent(ExhibitClient::close);
        service.close();
    }

    private ExhibitClient client(URI address, String authority) throws Exception {
        Retries retries = new Retries(4, Duration.ofMillis(200), Duration.ofSeconds(10), pauses::add, new Random(1));
        Connection connection = new Connection(
                address,
                authority,
                certificates.clientStore(folder),
                certificates.passwordFile(folder),
                java.util.Optional.empty());
        return new ExhibitClient(
                connection,
                new ClientParts(retries, () -> ID, java.time.InstantSource.system(), new java.security.SecureRandom()));
    }

    private ExhibitClient client() {
        return open.orElseThrow();
    }

    private Path artifact() throws Exception {
        return Files.writeString(folder.resolve("artifact"), "artifact");
    }

    private static AttestOrder order() {
        return new AttestOrder(
                "key-of-request", "app.jar", DIGEST, "https://p", Json.object().with("x", 1));
    }

    private Asked only() {
        assertThat(service.asked()).hasSize(1);
        return service.asked().getFirst();
    }

    private static ClientProblem problem(Runnable call) {
        return catchThrowableOfType(ClientProblem.class, call::run);
    }

    @Test
    void attestSendsTheRequestAndThenTheArtifact() throws Exception {
        service.answer(201, ATTESTED);
        Attested attested = client().attest(order(), artifact(), true);

        assertThat(attested.bundle()).isEqualTo(Bytes.utf8("{\"a\":[],\"b\":1}"));
        assertThat(attested.evidence()).isEqualTo(DIGEST);
        Asked asked = only();
        assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /v1/attestations");
        assertThat(asked.header("Idempotency-key")).isEqualTo("key-of-request");
        String boundary = "exhibit-" + ID;
        assertThat(asked.header("Content-type")).isEqualTo("multipart/form-data; boundary=" + boundary);
        assertThat(asked.head())
                .isEqualTo("--" + boundary + "\r\nContent-Disposition: form-data; name=\"request\"\r\n"
                        + "Content-Type: application/json\r\n\r\n"
                        + "{\"keep\":true,\"predicate\":{\"x\":1},\"predicateType\":\"https://p\","
                        + "\"subject\":{\"digest\":\"" + DIGEST + "\",\"name\":\"app.jar\"}}"
                        + "\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"artifact\"; filename=\"artifact\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\nartifact"
                        + "\r\n--" + boundary + "--\r\n");
    }

    @Test
    void aStoredArtifactIsAttestedOrSignedByItsDigest() {
        service.answer(201, ATTESTED).answer(201, ATTESTED);
        client().attestStored(order());
        assertThat(client().signStored("another-key", DIGEST).artifact()).isEqualTo(DIGEST);

        assertThat(service.asked()).extracting(Asked::path).containsExactly("/v1/attestations", "/v1/signatures");
        Asked signing = service.asked().get(1);
        assertThat(signing.head()).isEqualTo("{\"artifact\":\"" + DIGEST + "\"}");
        assertThat(signing.header("Idempotency-key")).isEqualTo("another-key");
        assertThat(signing.header("Content-type")).isEqualTo("application/json");
        String hash = StrictBase64.encode(signing.body().digest().bytes());
        assertThat(signing.header("Content-digest")).isEqualTo("sha-256=:" + hash + ":");
    }

    @Test
    void signSendsTheBytesAndTheDigestTheyMustHave() throws Exception {
        service.answer(201, ATTESTED);
        Signed signed = client().sign("key-of-request", DIGEST, artifact());

        assertThat(signed.bundle()).isEqualTo(Bytes.utf8("{\"a\":[],\"b\":1}"));
        assertThat(only().header("Artifact-digest")).isEqualTo(DIGEST.toString());
        assertThat(only().body().digest()).isEqualTo(DIGEST);
    }

    @Test
    void otherBytesThanAskedForAreNotHandedOn() {
        service.answer(200, "another artifact");

        assertThatExceptionOfType(ClientProblem.class)
                .isThrownBy(() -> client().blob(DIGEST))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("integrity"));
    }

    @Test
    void blobsAreStoredAndFetchedUnderTheirDigest() throws Exception {
        service.answer(201, "{}").answer(200, "{}").answer(200, "artifact").answer(200, "stream");
        client().putBlob(DIGEST, artifact());
        client().putBlob(DIGEST, Bytes.utf8("artifact"));
        assertThat(client().blob(DIGEST)).isEqualTo(Bytes.utf8("artifact"));
        try (InputStream stream = client().openBlob(DIGEST)) {
            assertThat(stream).hasContent("stream");
        }
        assertThat(service.asked()).extracting(Asked::path).containsOnly("/v1/blobs/" + DIGEST);
        assertThat(service.asked()).extracting(Asked::method).containsExactly("PUT", "PUT", "GET", "GET");
        assertThat(service.asked().subList(0, 2))
                .allSatisfy(asked -> assertThat(asked.body().digest()).isEqualTo(DIGEST));
    }

    @Test
    void evidenceIsRegisteredAndRead() {
        service.answer(201, RECORD)
                .answer(200, RECORD)
                .answer(200, "{\"artifact\":\"" + DIGEST + "\",\"evidence\":[" + RECORD + "]}")
                .answer(200, "{\"bundle\":1}");
        Registration.Link link = new Registration.Link("r", DIGEST);
        EvidenceRecord record =
                client().register(new Registration(DIGEST, "sbom", "m", List.of(DIGEST), List.of(link)));

        assertThat(record)
                .isEqualTo(new EvidenceRecord(
                        DIGEST, "sbom", "m", Optional.empty(), List.of(DIGEST), List.of(link), "t", "s"));
        assertThat(client().evidence(DIGEST)).isEqualTo(record);
        assertThat(client().evidenceOf(DIGEST)).containsExactly(record);
        assertThat(client().attestation(DIGEST)).isEqualTo(Bytes.utf8("{\"bundle\":1}"));
        assertThat(service.asked())
                .extracting(asked -> asked.method() + " " + asked.path())
                .containsExactly(
                        "POST /v1/evidence",
                        "GET /v1/evidence/" + DIGEST,
                        "GET /v1/artifacts/" + DIGEST + "/evidence",
                        "GET /v1/attestations/" + DIGEST);
    }

    @Test
    void slicesAndReplays() {
        String sliced =
                "{\"components\":3,\"derivation\":\"%1$s\",\"proof\":\"%1$s\",\"proofDerivation\":\"%1$s\",\"slice\":\"%1$s\"}"
                        .formatted(DIGEST);
        service.answer(201, sliced)
                .answer(201, sliced)
                .answer(200, "{\"output\":\"%s\",\"result\":\"identical\"}".formatted(DIGEST))
                .answer(
                        200,
                        "{\"class\":\"c\",\"detail\":\"d\",\"output\":\"%s\",\"result\":\"differs\"}".formatted(DIGEST))
                .answer(200, "{\"output\":\"%s\",\"result\":\"perhaps\"}".formatted(DIGEST));
        assertThat(client().slice(DIGEST, "pkg:maven/a/b@1")).isEqualTo(new Derived(DIGEST, DIGEST, DIGEST, DIGEST, 3));
        client().slice(DIGEST, new SliceQuestion.Matching("pkg:maven/a/*"));
        assertThat(service.asked())
                .extracting(asked -> asked.head())
                .containsExactly(
                        "{\"component\":\"pkg:maven/a/b@1\",\"question\":\"dependants\",\"sbom\":\"" + DIGEST + "\"}",
                        "{\"purl\":\"pkg:maven/a/*\",\"sbom\":\"" + DIGEST + "\"}");
        assertThat(client().replay(DIGEST)).isEqualTo(new Replayed(true, DIGEST, Optional.empty()));
        assertThat(client().replay(DIGEST)).isEqualTo(new Replayed(false, DIGEST, Optional.of("c: d")));
        assertThat(problem(() -> client().replay(DIGEST)).code()).isEqualTo("answer_unreadable");
    }

    @Test
    void onlyActiveKeysAreGivenOut() {
        VerificationKey active = new SigningKey(SigningKey.generatePair(new SecureRandom())).published();
        VerificationKey revoked = new SigningKey(SigningKey.generatePair(new SecureRandom())).published();
        String row = "{\"keyId\":\"%s\",\"state\":\"%s\",\"spki\":\"%s\"}";
        service.answer(
                200,
                "{\"keys\":["
                        + row.formatted(active.id(), "active", StrictBase64.encode(active.spki()))
                        + ","
                        + row.formatted(revoked.id(), "revoked", StrictBase64.encode(revoked.spki()))
                        + "]}");
        assertThat(client().keys()).containsExactly(active);
    }

    @Test
    void whatMayHelpIsTriedAgainWithTheSameKeyAndGrowingPauses() throws Exception {
        service.answer(503, "{}").answer(429, "{}").answer(0, "").answer(201, ATTESTED);
        client().attest(order(), artifact(), false);

        assertThat(service.asked()).hasSize(4);
        assertThat(service.asked())
                .extracting(asked -> asked.header("Idempotency-key"))
                .containsOnly("key-of-request");
        assertThat(service.asked())
                .extracting(Asked::body)
                .containsOnly(service.asked().getFirst().body());
        assertThat(pauses).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(pauses.get(i).toMillis()).isBetween(100L << i, 200L << i);
        }
    }

    @Test
    void thePauseIsAtLeastWhatTheServiceAsksFor() {
        service.answer(503, Map.of("Retry-After", "3"), "{}").answer(200, RECORD);
        client().evidence(DIGEST);
        assertThat(pauses).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void whereTheServiceAsksForALongerPauseThanAllowedTheCallerIsTold() {
        service.answer(429, Map.of("Retry-After", "11"), "{\"code\":\"overloaded\"}");
        assertThat(problem(() -> client().evidence(DIGEST)).code()).isEqualTo("overloaded");
        assertThat(pauses).isEmpty();
    }

    @Test
    void triesAreBounded() {
        for (int i = 0; i < 5; i++) {
            service.answer(503, "{\"code\":\"unavailable\"}");
        }
        assertThat(problem(() -> client().evidence(DIGEST)).status()).isEqualTo(503);
        assertThat(service.asked()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 409, 413, 422, 500, 502})
    void otherRefusalsAreFinal(int status) {
        service.answer(status, "{\"code\":\"some_code\"}");
        ClientProblem problem = problem(() -> client().evidence(DIGEST));
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo("some_code");
        only();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aProblemDocumentIsReadWhole() {
        service.answer(
                422,
                "{\"advice\":\"Do that.\",\"code\":\"predicate_invalid\",\"correlationId\":\"id-1\",\"detail\":\"why\","
                        + "\"pointer\":\"/predicate/x\",\"status\":422,\"title\":\"What\"}");
        ClientProblem problem = problem(() -> client().attestStored(order()));
        assertThat(problem).hasMessage("What: why (at /predicate/x). Do that. [422 predicate_invalid, id-1]");
        assertThat(problem.detail()).contains("why");
        assertThat(problem.advice()).contains("Do that.");
        assertThat(problem.pointer()).contains("/predicate/x");
        assertThat(problem.correlationId()).contains("id-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"code\":1}", "{\"title\":{}}"})
    void aRefusalThatIsNoProblemDocumentIsStillAProblem(String body) {
        service.answer(400, body);
        ClientProblem problem = problem(() -> client().evidence(DIGEST));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.code()).isEqualTo("http_400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{}", "{\"digest\":\"x\"}", "[]"})
    void anAnswerThatCannotBeReadIsAProblem(String body) {
        service.answer(200, body);
        assertThat(problem(() -> client().evidence(DIGEST)).code()).isEqualTo("answer_unreadable");
    }

    @Test
    void aServerOfAnotherAuthorityOrNameIsNotTalkedTo() throws Exception {
        try (ExhibitClient strict = client(service.address(), new TestCertificates().authorityPem())) {
            assertThat(problem(() -> strict.evidence(DIGEST)).code()).isEqualTo("unreachable");
        }
        try (TestService other = service(certificates, "other.example");
                ExhibitClient strict = client(other.address(), certificates.authorityPem())) {
            assertThat(problem(() -> strict.evidence(DIGEST)).code()).isEqualTo("unreachable");
            assertThat(other.asked()).isEmpty();
        }
        assertThat(service.asked()).isEmpty();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aServiceThatIsNotThereIsTriedAgainAndThenNamed() throws Exception {
        URI address = service.address();
        service.close();
        ClientProblem problem = problem(() -> client().evidence(DIGEST));
        assertThat(problem.status()).isZero();
        assertThat(problem).hasMessageContaining(address.toString());
        assertThat(pauses).hasSize(3);
    }

    @Test
    void plainHttpIsRefused() {
        assertThatThrownBy(() -> client(URI.create("http://localhost:1"), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Shows that all of it arrives; how little memory that takes is measured by the large-artifact proof. */
    @Test
    void aLargeFileIsStreamed() throws Exception {
        Path large = folder.resolve("large");
        long size = 200L * 1024 * 1024;
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(size);
        }
        service.answer(201, "{}");
        client().putBlob(DIGEST, large);
        assertThat(only().body().size()).isEqualTo(size);
    }
}
