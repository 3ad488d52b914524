package dev.exhibit.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.CertificateRequest;
import dev.exhibit.boundary.pki.Issued;
import dev.exhibit.boundary.pki.LocalAuthority;
import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library against a server that says what the test wants. */
class ClientTest {
    private static final String PASSWORD = "a password for the test";

    @TempDir
    Path folder;

    private record Reply(int status, String retryAfter, String body) {}

    private record Seen(String method, String path, String idempotencyKey, String body) {}

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private HttpsServer server;
    private LocalAuthority authority;
    private Issued client;

    @BeforeEach
    void start() throws Exception {
        SecureRandom random = new SecureRandom();
        authority = LocalAuthority.open(folder.resolve("tls"), PASSWORD, Clock.systemUTC(), random);
        client = authority.ensure(
                CertificateRequest.Client.of(new TenantId("acme"), "pipeline"), folder.resolve("clients"), "pipeline");
        Issued own = authority.ensure(
                new CertificateRequest.Server(List.of("localhost"), List.of()), folder.resolve("tls"), "server");
        Files.writeString(folder.resolve("password"), PASSWORD);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(own.keyStore())));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aBusyServiceIsAskedAgainWithTheSameKeyAndNotSoonerThanItWants() throws IOException {
        Path artifact = Files.writeString(folder.resolve("artifact"), "some bytes");
        Digest digest = Hashing.of(artifact).digest();
        replies.add(new Reply(503, "3", "{}"));
        replies.add(new Reply(429, "", "{}"));
        replies.add(new Reply(422, "", "{\"code\":\"digest_mismatch\",\"title\":\"t\",\"detail\":\"d\"}"));

        ClientProblem problem = refused(exhibit -> exhibit.attest(order(digest), artifact, false));

        assertThat(problem.code()).isEqualTo("digest_mismatch");
        assertThat(problem.status()).isEqualTo(422);
        assertThat(seen).hasSize(3).extracting(Seen::idempotencyKey).containsOnly("request-1");
        assertThat(seen).extracting(Seen::body).allSatisfy(body -> assertThat(body)
                .contains("name=\"request\"", "\"predicateType\":\"https://example.com/t\"", "some bytes")
                .endsWith("--\r\n"));
        assertThat(pauses).hasSize(2);
        assertThat(pauses.getFirst()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aRefusalIsNotRepeated() {
        replies.add(new Reply(404, "", "{\"code\":\"not_found\",\"title\":\"Nothing here\"}"));

        ClientProblem problem = refused(exhibit -> exhibit.blob(Hashing.of(Bytes.utf8("x"))));

        assertThat(problem).hasMessageContaining("Nothing here").hasMessageContaining("404");
        assertThat(seen).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoProblemDocumentIsStillAProblem() {
        replies.add(new Reply(500, "", "<html>oops</html>"));

        assertThat(refused(ExhibitClient::keys).code()).isEqualTo("http_500");
    }

    @Test
    void noAnswerIsUnreachableAfterAllTries() {
        server.stop(0);

        ClientProblem problem = refused(ExhibitClient::keys);

        assertThat(problem.status()).isZero();
        assertThat(problem).hasMessageContaining("Check that the service runs");
        assertThat(pauses).hasSize(3);
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTalkedTo() {
        String other = LocalAuthority.open(folder.resolve("other"), PASSWORD, Clock.systemUTC(), new SecureRandom())
                .certificatePem();
        Connection connection = new Connection(
                address("localhost"), other, client.keyStore(), folder.resolve("password"));

        ClientProblem problem = refused(connection, ExhibitClient::keys);

        assertThat(problem.status()).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void aServerUnderAnotherNameIsNotTalkedTo() {
        Connection connection = new Connection(
                address("127.0.0.1"), authority.certificatePem(), client.keyStore(), folder.resolve("password"));

        assertThat(refused(connection, ExhibitClient::keys).status()).isZero();
        assertThat(seen).isEmpty();
    }

    private interface Use {
        Object with(ExhibitClient client);
    }

    private ClientProblem refused(Use use) {
        return refused(
                new Connection(
                        address("localhost"), authority.certificatePem(), client.keyStore(), folder.resolve("password")),
                use);
    }

    private ClientProblem refused(Connection connection, Use use) {
        Retries retries = Retries.defaults(pauses::add, new SecureRandom());
        try (ExhibitClient exhibit = new ExhibitClient(connection, retries, UUID::randomUUID)) {
            return catchThrowableOfType(ClientProblem.class, () -> use.with(exhibit));
        }
    }

    private URI address(String host) {
        return URI.create("https://" + host + ":" + server.getAddress().getPort());
    }

    private static AttestOrder order(Digest digest) {
        return new AttestOrder("request-1", "artifact", digest, "https://example.com/t", Json.object());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (InputStream body = exchange.getRequestBody()) {
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    new String(body.readAllBytes(), StandardCharsets.UTF_8)));
        }
        Reply reply = replies.remove();
        if (!reply.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", reply.retryAfter());
        }
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static SSLContext context(Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
