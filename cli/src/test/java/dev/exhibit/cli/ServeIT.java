package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed program as a process, asked from outside: what is refused leaves nothing behind. */
class ServeIT {
    private static final int PLACES = 4;
    private static final Duration SILENCE = Duration.ofSeconds(2);
    /** What a busy machine may add. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final String CONFIG =
            "{\"traces\":{\"collector\":\"COLLECTOR\",\"percent\":100},\"limits\":{\"artifactBytes\":1048576,\"concurrentStreams\":"
                    + PLACES
                    + ",\"tenantSharePercent\":100,\"callerSharePercent\":100"
                    + ",\"bodySilenceSeconds\":" + SILENCE.toSeconds() + "}}";

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static String bearer = "";
    private static HttpServer collector;
    private static final List<String> spans = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", ServeIT::collect);
        collector.start();
        String place = "http://127.0.0.1:" + collector.getAddress().getPort();
        Path config = Files.writeString(folder.resolve("config.json"), CONFIG.replace("COLLECTOR", place));
        service = InstalledProgram.serve(
                folder.resolve("data"), new String[] {"-Xmx512m"}, "--config", config.toString());
        bearer = CertificateTokens.bearer(context("pipeline"));
    }

    @AfterAll
    static void stop() {
        service.close();
        collector.stop(0);
    }

    private static void collect(HttpExchange exchange) throws IOException {
        spans.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Test
    void whereTheTimeWentIsToldToTheCollector() throws IOException {
        Path artifact = artifact("traced");
        try (ExhibitClient client = client("pipeline")) {
            client.sign(fresh(), Hashing.of(artifact).digest(), artifact);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(String.join("", spans))
                        .contains("POST /v1/signatures", "vault.sign", "database.signer", "POST /token"));
    }

    @Test
    void otherBytesThanNamedAreRefusedAndLeaveNothing() throws IOException {
        Path artifact = artifact("these bytes");
        Digest named = Hashing.of(Bytes.utf8("other bytes"));
        Map<String, Long> rows = Rows.count(service.data());
        long blobs = Rows.blobs(service.data());
        try (ExhibitClient client = client("pipeline")) {
            for (boolean keep : new boolean[] {false, true}) {
                ClientProblem refused =
                        refused(() -> client.attest(InstalledProgram.provenance(fresh(), named), artifact, keep));
                assertThat(refused.status()).isEqualTo(422);
                assertThat(refused.code()).isEqualTo("digest_mismatch");
            }
            assertThat(refused(() -> client.sign(fresh(), named, artifact)).code())
                    .isEqualTo("digest_mismatch");
            assertThat(refused(() -> client.putBlob(named, artifact)).code()).isEqualTo("digest_mismatch");
        }
        assertThat(Rows.count(service.data())).isEqualTo(rows);
        assertThat(Rows.blobs(service.data())).isEqualTo(blobs);
    }

    @Test
    void theSameKeyGivesTheSameBytesAndAnotherRequestIsRefused() throws IOException {
        Path artifact = artifact("idempotent");
        Digest digest = Hashing.of(artifact).digest();
        String key = fresh();
        try (ExhibitClient client = client("pipeline")) {
            Attested first = client.attest(InstalledProgram.provenance(key, digest), artifact, false);
            assertThat(client.attest(InstalledProgram.provenance(key, digest), artifact, false))
                    .isEqualTo(first);
            Path other = artifact("another artifact");
            ClientProblem refused = refused(() -> client.attest(
                    InstalledProgram.provenance(key, Hashing.of(other).digest()), other, false));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("idempotency_conflict");
        }
    }

    @Test
    void withoutAClientCertificateThereIsNoHttpAnswer() throws Exception {
        try (RawClient stranger = RawClient.tls(port(), ClientContexts.withoutCertificate(context("pipeline")))) {
            assertThatThrownBy(() -> stranger.request("GET", "/v1/keys")).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void anIdentityThatIsNotRegisteredIsRefused() {
        Context stranger = strangersContext();
        try (RawClient client = RawClient.tls(port(), ClientContexts.withCertificate(stranger))) {
            RawClient.Reply refused = client.request("GET", "/v1/keys");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("\"code\":\"identity_unknown\"");
        }
        try (ExhibitClient client = InstalledProgram.impatient(stranger)) {
            assertThat(refused(client::keys).code()).as("no token either").isEqualTo("invalid_client");
        }
    }

    @Test
    void aCertificateWithoutATokenIsNotEnough() {
        try (RawClient client = raw()) {
            RawClient.Reply refused = client.request("GET", "/v1/keys");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text()).contains("\"code\":\"token_missing\"");
        }
    }

    @Test
    void eachRoleMayDoItsOwnThingsOnly() throws IOException {
        Path artifact = artifact("roles");
        Digest digest = Hashing.of(artifact).digest();
        for (String role : new String[] {"auditor", "operator"}) {
            try (ExhibitClient client = client(role)) {
                ClientProblem refused =
                        refused(() -> client.attest(InstalledProgram.provenance(fresh(), digest), artifact, false));
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.code()).isEqualTo("scope_missing");
                assertThat(client.keys()).hasSize(1);
            }
        }
    }

    @Test
    void moreThanTheLimitIsRefused() throws IOException {
        Path limit = Files.write(folder.resolve("limit"), new byte[1048576]);
        Path more = Files.write(folder.resolve("more"), new byte[1048577]);
        try (ExhibitClient client = client("pipeline")) {
            client.putBlob(Hashing.of(limit).digest(), limit);
            ClientProblem refused =
                    refused(() -> client.putBlob(Hashing.of(more).digest(), more));
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.document().members())
                    .containsEntry("limit", Json.number(1048576))
                    .containsKey("seen");
        }
    }

    @Test
    void halfAnUploadLeavesNothing() {
        Map<String, Long> rows = Rows.count(service.data());
        long blobs = Rows.blobs(service.data());
        for (boolean keep : new boolean[] {false, true}) {
            try (RawClient client = raw()) {
                client.send(halfAnAttestation(keep));
            }
        }
        Awaitility.await().atMost(SILENCE.multipliedBy(4)).until(ServeIT::allPlacesFree);
        assertThat(Rows.count(service.data())).isEqualTo(rows);
        assertThat(Rows.blobs(service.data())).isEqualTo(blobs);
    }

    @Test
    void stalledClientsAreClosedInTimeAndTheirPlacesGiven() {
        RawClient[] stalled = new RawClient[PLACES];
        for (int i = 0; i < PLACES; i++) {
            stalled[i] = raw().send(halfAnAttestation(false));
        }
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(ServeIT::uploadsAreShed);
        try (ExhibitClient client = client("auditor")) {
            assertThat(client.keys()).hasSize(1);
        }
        for (RawClient closed : stalled) {
            closed.awaitClose(SILENCE.plus(SLACK));
            closed.close();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(ServeIT::allPlacesFree);
        assertThat(uploadsAreShed()).isFalse();
    }

    @Test
    void oneStalledClientDisturbsNobody() {
        try (RawClient stalled = raw();
                ExhibitClient client = client("auditor")) {
            stalled.send(halfAnAttestation(false));
            for (int i = 0; i < 20; i++) {
                assertThat(client.keys()).hasSize(1);
            }
            stalled.awaitClose(SILENCE.plus(SLACK));
        }
    }

    @Test
    void readinessIsSaidOnAListenerOfItsOwn() {
        try (RawClient client = RawClient.plain(service.operations().getPort())) {
            RawClient.Reply ready = client.request("GET", "/health/ready");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.text()).contains("\"status\":\"ready\"");
        }
    }

    private static boolean uploadsAreShed() {
        try (RawClient client = raw()) {
            int status = client.send("PUT /v1/blobs/" + Hashing.of(Bytes.utf8("p")) + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Authorization: " + bearer + "\r\n"
                            + "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n1\r\np\r\n0\r\n\r\n")
                    .read()
                    .status();
            assertThat(status).isIn(200, 201, 204, 503);
            return status == 503;
        }
    }

    /** As the service says itself. */
    private static boolean allPlacesFree() {
        try (RawClient client = RawClient.plain(service.operations().getPort())) {
            return client.request("GET", "/metrics")
                    .text()
                    .contains("exhibit_places_free{kind=\"streams\",listener=\"api\"} " + PLACES + ".0\n");
        }
    }

    private static String halfAnAttestation(boolean keep) {
        String request = "{\"subject\":{\"name\":\"a\",\"digest\":\"" + Hashing.of(Bytes.utf8("half and"))
                + "\"},\"predicateType\":\"https://slsa.dev/provenance/v1\",\"predicate\":{\"buildDefinition\":"
                + "{\"buildType\":\"https://example.com/b\",\"externalParameters\":{}},\"runDetails\":{\"builder\":"
                + "{\"id\":\"https://example.com/b\"}}},\"keep\":" + keep + "}";
        assertThat(JsonReader.read(Bytes.utf8(request), JsonLimits.BODY)).isNotNull();
        return "POST /v1/attestations HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + fresh()
                + "\r\nAuthorization: " + bearer
                + "\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 100000\r\n\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"request\"\r\nContent-Type: application/json\r\n\r\n"
                + request + "\r\n--B\r\nContent-Disposition: form-data; name=\"artifact\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\nhalf and";
    }

    private Context strangersContext() {
        return new OtherCertificates(service, folder).of("default", "stranger", Clock.systemUTC());
    }

    private static RawClient raw() {
        return RawClient.tls(port(), ClientContexts.withCertificate(context("pipeline")));
    }

    private static ClientProblem refused(Runnable act) {
        return catchThrowableOfType(ClientProblem.class, act::run);
    }

    private static ExhibitClient client(String name) {
        return InstalledProgram.impatient(context(name));
    }

    private static Context context(String name) {
        return InstalledProgram.context(service.data(), name);
    }

    private static int port() {
        return service.address().getPort();
    }

    private static Path artifact(String content) throws IOException {
        return Files.writeString(folder.resolve(fresh()), content);
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }
}
