package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.testkit.KeycloakProcess;
import dev.exhibit.testkit.KeycloakRealm;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keycloak in the place of the authority: really started with the shipped realm, whose example clients are filled in. The
 * service issues nothing itself. Installed by {@code tools/peers keycloak}.
 */
@Tag("peer")
class KeycloakPeerIT {
    private static final Path SHIPPED = Path.of("../deploy/keycloak/exhibit-realm.json");
    /** Each has a certificate called so, and the client {@code example-…} of the realm. */
    private static final List<String> CLIENTS = List.of("certificate", "dpop", "key", "unbound", "foreign");

    private static final String SIGNATURES = "/v1/signatures";

    @TempDir
    static Path folder;

    private static final ThrowawayKey KEY = ThrowawayKey.p256();
    private static final Map<String, Context> CONTEXTS = new HashMap<>();
    private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();
    private static ServiceProcess service;
    private static KeycloakTokens tokens;

    @BeforeAll
    static void start() throws IOException {
        Path peer = Peers.find("keycloak", "dist/bin/kc.sh");
        int port = KeycloakProcess.freePort();
        Path data = prepared();
        service = InstalledProgram.serve(
                data, new String[0], "--config", config(data, port).toString());
        OPENED.push(service);
        KeycloakProcess keycloak = KeycloakProcess.start(
                new KeycloakProcess.Distribution(peer.resolve("dist"), List.of()),
                folder.resolve("keycloak"),
                new KeycloakProcess.Tls(
                        data.resolve("tls/server.p12"),
                        SecretFile.readPassword(data.resolve("secrets/keystore.password")),
                        data.resolve("tls/ca.pem")),
                realm(),
                port);
        OPENED.push(keycloak);
        OtherCertificates certificates = new OtherCertificates(service, folder);
        for (String name : CLIENTS) {
            CONTEXTS.put(name, certificates.of("acme", name, InstantSource.system()));
        }
        tokens = new KeycloakTokens(keycloak, KEY);
        keycloak.awaitReady(http("certificate"), InstantSource.system());
        awaitKeys();
    }

    /** The service started before Keycloak did: it asks for the keys again every ten seconds. */
    private static void awaitKeys() {
        HttpRequest ready = HttpRequest.newBuilder(service.operations().resolve("/health/ready"))
                .build();
        try (HttpClient plain = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(KeycloakTokens.send(plain, ready).statusCode())
                                    .isEqualTo(200));
        }
    }

    /** The shipped realm for the tenant acme; {@code example-foreign} is for another. */
    private static KeycloakRealm realm() {
        KeycloakRealm realm = KeycloakRealm.read(SHIPPED)
                .withKey("example-key", KEY.published())
                .withKey("example-unbound", KEY.published())
                .enabled("example-unbound")
                .withCopy("example-dpop", "example-foreign");
        for (String client : realm.clients()) {
            realm = realm.withTenant(client, "acme");
        }
        for (String name : List.of("certificate", "dpop", "foreign")) {
            realm = realm.withCertificate("example-" + name, name);
        }
        return realm.withTenant("example-foreign", "other");
    }

    /** A data directory whose first start finds whom the tokens are for. */
    private static Path prepared() throws IOException {
        Path data = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(data.resolve("run"));
        List<Json> identities = CLIENTS.stream()
                .<Json>map(name -> Json.object()
                        .with("identity", "spiffe://exhibit.internal/tenant/acme/" + name)
                        .with("tenant", "acme")
                        .with("role", "pipeline")
                        .with("client", "example-" + name))
                .toList();
        write(data.resolve("identities.json"), Json.object().with("identities", Json.array(identities)));
        return data;
    }

    private static Path config(Path data, int port) throws IOException {
        Json.Obj issuer = Json.object()
                .with("issuer", KeycloakProcess.realm(port).toString())
                .with("jwks", KeycloakProcess.realm(port) + "/protocol/openid-connect/certs")
                .with("authorities", data.resolve("tls/ca.pem").toString());
        return write(
                folder.resolve("config.json"),
                Json.object()
                        .with("tenant", "acme")
                        .with("authority", Json.object().with("enabled", false))
                        .with("access", Json.object().with("issuers", Json.array(List.of(issuer))))
                        .with("fetch", Json.object().with("allow", Json.texts(List.of("https://localhost:" + port)))));
    }

    private static Path write(Path file, Json.Obj document) throws IOException {
        return Files.write(file, CanonicalJson.of(document).bytes().toArray());
    }

    @AfterAll
    static void stop() throws Exception {
        while (!OPENED.isEmpty()) {
            OPENED.pop().close();
        }
    }

    @Test
    void theClientLibrarySignsWithTokensThatAreBoundToItsKey() throws IOException {
        Connection own = context("dpop").server().orElseThrow();
        TokenIssuer issuer = new TokenIssuer(tokens.endpoint(), "example-dpop", "exhibit");
        Connection connection =
                new Connection(own.address(), own.authority(), own.keyStore(), own.passwordFile(), Optional.of(issuer));
        Path artifact = Files.writeString(folder.resolve("artifact"), "made by somebody");
        Digest digest = Hashing.of(Bytes.utf8("made by somebody"));
        Context context =
                new Context("keycloak", Optional.of(connection), context("dpop").pins());
        try (ExhibitClient client = InstalledProgram.impatient(context)) {
            assertThat(client.sign(UUID.randomUUID().toString(), digest, artifact)
                            .artifact())
                    .isEqualTo(digest);
        }
    }

    @Test
    void aTokenBoundToACertificateSignsWithThatCertificateAlone() {
        String token = tokens.byCertificate(http("certificate"), "example-certificate");
        assertSigned(sign("certificate", "Bearer " + token, Optional.empty()));
        assertRefused(sign("dpop", "Bearer " + token, Optional.empty()), 401, "token_certificate");
    }

    @Test
    void aTokenBoundToAKeySignsWithProofsOfThatKeyAlone() {
        ThrowawayKey holder = ThrowawayKey.p256();
        String token = tokens.byKey(http("key"), "example-key", Optional.of(holder));
        assertSigned(signProven("key", token, holder));
        assertRefused(signProven("key", token, ThrowawayKey.p256()), 401, "token_binding");
        assertRefused(sign("key", "DPoP " + token, Optional.empty()), 401, "proof_missing");
        assertRefused(sign("key", "Bearer " + token, Optional.empty()), 401, "token_scheme");
        assertThat(signProven("certificate", token, holder).body()).contains("\"identity_mismatch\"");
    }

    @Test
    void aTokenBoundToNothingSignsNothing() {
        String token = tokens.byKey(http("unbound"), "example-unbound", Optional.empty());
        assertRefused(sign("unbound", "Bearer " + token, Optional.empty()), 401, "token_unbound");
        HttpResponse<String> read = send(
                http("unbound"), HttpRequest.newBuilder(at("/v1/keys")).header("Authorization", "Bearer " + token));
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
    }

    @Test
    void aTokenForAnotherTenantDoesNotFitTheCertificate() {
        ThrowawayKey holder = ThrowawayKey.p256();
        String token = tokens.bound(http("foreign"), "example-foreign", holder);
        HttpResponse<String> answer = signProven("foreign", token, holder);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"identity_mismatch\"");
    }

    @Test
    void clientsThatAreToBindTheirTokensGetNoOthers() {
        assertThat(tokens.refusedWithoutProof(http("dpop"), "example-dpop")).contains("DPoP proof is missing");
    }

    @Test
    void aNewKeyOfTheRealmIsTakenAndTheOldOneStaysGood() {
        String before = tokens.byCertificate(http("certificate"), "example-certificate");
        tokens.addSigningKey(http("certificate"));
        String after = tokens.byCertificate(http("certificate"), "example-certificate");
        assertThat(KeycloakTokens.header(after).text("kid"))
                .isNotEqualTo(KeycloakTokens.header(before).text("kid"));
        assertSigned(sign("certificate", "Bearer " + before, Optional.empty()));
        // An unknown key makes the service ask Keycloak again, but not more often than every ten seconds.
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertSigned(sign("certificate", "Bearer " + after, Optional.empty())));
        assertSigned(sign("certificate", "Bearer " + before, Optional.empty()));
    }

    private static HttpResponse<String> signProven(String name, String token, ThrowawayKey holder) {
        String nonce = sign(name, "DPoP " + token, Optional.of(proof(holder, token, "")))
                .headers()
                .firstValue("DPoP-Nonce")
                .orElse("");
        return sign(name, "DPoP " + token, Optional.of(proof(holder, token, nonce)));
    }

    private static TestJwt proof(ThrowawayKey holder, String token, String nonce) {
        TestJwt proof = new TestIssuer("unused", InstantSource.system())
                .proof(holder, "POST", at(SIGNATURES).toString(), token, nonce);
        return nonce.isEmpty() ? proof.without("nonce") : proof;
    }

    private static HttpResponse<String> sign(String name, String authorization, Optional<TestJwt> proof) {
        String artifact = "an artifact";
        HttpRequest.Builder request = HttpRequest.newBuilder(at(SIGNATURES))
                .header("Content-Type", "application/octet-stream")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Artifact-Digest", Hashing.of(Bytes.utf8(artifact)).toString())
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(artifact));
        proof.ifPresent(shown -> request.header("DPoP", shown.text()));
        return send(http(name), request);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        return KeycloakTokens.send(client, request.build());
    }

    private static void assertSigned(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"");
    }

    private static URI at(String path) {
        return service.address().resolve(path);
    }

    private static Context context(String name) {
        return Optional.ofNullable(CONTEXTS.get(name)).orElseThrow();
    }

    /** A client that shows the certificate of that name. */
    private static HttpClient http(String name) {
        return HttpClient.newBuilder()
                .sslContext(ClientContexts.withCertificate(context(name)))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
