package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Administration;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes over one database, with one authority's name and keys: what an administrator takes out of use at one of them
 * is refused by the other within five seconds, by its service and by its authority.
 */
@Tag("proof")
class ReplicasIT {
    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final int LISTED = 510;
    private static final int IDENTITIES = 70;

    @TempDir
    static Path folder;

    private static ServiceProcess first;
    private static ServiceProcess second;
    private static int secondAuthority;
    private static Administrator admin;

    @BeforeAll
    static void start() throws IOException {
        Path data = folder.resolve("first");
        first = InstalledProgram.serve(data, "-Xmx512m");
        Path copy = folder.resolve("second");
        Replicas.copy(data, copy);
        listMany(copy.resolve("identities.json"));
        try (ServerSocket free = new ServerSocket(0)) {
            secondAuthority = free.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("config.json"), config(data));
        second = InstalledProgram.configured(copy, config);
        admin = new Administrator(
                InstalledProgram.context(data, "tenant-admin"), new OtherCertificates(first, folder), "default");
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @Test
    void whatOneTakesOutOfUseTheOtherRefusesInTime() {
        Map<String, Duration> took = new TreeMap<>();
        Context token = admin.register("token", "pipeline");
        String shown = CertificateTokens.token(token);
        String client = token.server().flatMap(Connection::tokens).orElseThrow().client();
        assertThat(keys(token, shown)).isEqualTo(200);
        assertThat(CertificateTokens.post(token, "/revoke", "client_id=" + client + "&token=" + shown)
                        .status())
                .isEqualTo(200);
        took.put("token", until(401, () -> keys(token, shown)));

        Context identity = admin.register("identity", "pipeline");
        String identitys = served(identity);
        admin.post(
                "/v1/identities:disable",
                Json.object().with("identity", Administrator.identity("default", "identity")),
                200);
        took.put("identity", until(403, () -> keys(identity, identitys)));
        took.put("identity, token", until(401, () -> asked(identity)));

        Context disabled = admin.register("client", "pipeline");
        String clients = served(disabled);
        admin.post("/v1/clients:disable", Json.object().with("client", admin.client("client")), 200);
        took.put("client", until(403, () -> keys(disabled, clients)));
        took.put("client, token", until(401, () -> asked(disabled)));

        Context certificate = admin.register("certificate", "pipeline");
        String certificates = served(certificate);
        String digest = OtherCertificates.thumbprint(certificate);
        admin.post("/v1/certificates:revoke", Json.object().with("certificate", digest), 200);
        took.put("certificate", until(403, () -> keys(certificate, certificates)));
        took.put("certificate, token", until(401, () -> asked(certificate)));
        took.put("certificate, renewal", until(403, () -> renewal(certificate)));

        Administrator other = admin.found("other");
        Context ofOther = other.register("pipeline", "pipeline");
        String others = served(ofOther);
        admin.post("/v1/tenants:disable", Json.object().with("tenant", "other"), 200);
        took.put("tenant", until(403, () -> keys(ofOther, others)));
        took.put("tenant, token", until(401, () -> asked(ofOther)));
        System.out.println("replicas: refused by the other after " + took);
    }

    /** And the other way round: what the second one does holds at the first. */
    @Test
    void aTokenRevokedAtTheSecondIsRefusedByTheFirst() {
        Context context = admin.register("back", "pipeline");
        String shown = served(context);
        String client =
                context.server().flatMap(Connection::tokens).orElseThrow().client();
        assertThat(CertificateTokens.post(atSecond(context), "/revoke", "client_id=" + client + "&token=" + shown)
                        .status())
                .isEqualTo(200);
        until(401, () -> send(context, shown));
    }

    @Test
    void aListLongerThanAPageIsWhole() {
        try (ExhibitClient client = InstalledProgram.patient(admin.context())) {
            List<Administration.Client> all = client.administration().clients();
            List<String> many = all.stream()
                    .map(Administration.Client::client)
                    .filter(name -> name.startsWith("many-"))
                    .toList();
            assertThat(many).hasSize(LISTED).doesNotHaveDuplicates();
            assertThat(all.stream().filter(one -> one.client().equals("many-000")))
                    .singleElement()
                    .satisfies(one -> assertThat(one.identities()).hasSize(IDENTITIES));
        }
    }

    /** A token of the second authority that both services take. */
    private static String served(Context context) {
        RawClient.Reply reply = CertificateTokens.ask(atSecond(context), "");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        String token = CertificateTokens.read(reply);
        assertThat(keys(context, token)).isEqualTo(200);
        assertThat(send(context, token)).isEqualTo(200);
        return token;
    }

    private static int keys(Context context, String token) {
        return send(atSecond(context), token);
    }

    private static int send(Context context, String token) {
        return Requests.send(context, "Bearer " + token, "GET", "/v1/keys", "", Bytes.empty())
                .status();
    }

    private static int asked(Context context) {
        return CertificateTokens.ask(atSecond(context), "").status();
    }

    /** The renewal's request is good but for the certificate that it comes by. */
    private static int renewal(Context context) {
        String order = CertificateOrder.pem(ThrowawayKey.p256());
        String body =
                CanonicalJson.of(Json.object().with("request", order)).bytes().asLenientText();
        try (RawClient client = RawClient.tls(secondAuthority, ClientContexts.withCertificate(context))) {
            return client.send("POST /enroll HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .read(false)
                    .status();
        }
    }

    /** How long it took until the answer was {@code expected}. */
    private static Duration until(int expected, Supplier<Integer> answer) {
        Instant begin = Instant.now();
        int status = answer.get();
        while (status != expected && Duration.between(begin, Instant.now()).compareTo(PROMISED) < 0) {
            status = answer.get();
        }
        Duration took = Duration.between(begin, Instant.now());
        assertThat(status).isEqualTo(expected);
        assertThat(took).isLessThan(PROMISED);
        return took;
    }

    private static Context atSecond(Context context) {
        Connection own = context.server().orElseThrow();
        TokenIssuer issuer = own.tokens().orElseThrow();
        return new Context(
                context.name(),
                Optional.of(new Connection(
                        second.address(),
                        own.authority(),
                        own.keyStore(),
                        own.passwordFile(),
                        Optional.of(new TokenIssuer(
                                URI.create("https://localhost:" + secondAuthority + "/token"),
                                issuer.client(),
                                issuer.audience())))),
                context.pins());
    }

    /** More clients than a page has, and one with more identities than usual: the start adds them to the register. */
    private static void listMany(Path identities) throws IOException {
        List<Json> listed = new ArrayList<>();
        IntStream.range(0, LISTED).forEach(i -> listed.add(listed("many-%03d".formatted(i), i)));
        IntStream.range(LISTED, LISTED + IDENTITIES - 1).forEach(i -> listed.add(listed("many-000", i)));
        Json document = Json.object().with("identities", Json.array(listed));
        Files.write(identities, CanonicalJson.of(document).bytes().toArray());
    }

    private static Json listed(String client, int number) {
        return Json.object()
                .with("identity", Administrator.identity("default", "many/" + number))
                .with("tenant", "default")
                .with("role", "auditor")
                .with("client", client);
    }

    private static String config(Path data) throws IOException {
        String port = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                .get(3)
                .strip();
        Json.Obj database = Json.object().with("url", "jdbc:postgresql://127.0.0.1:" + port + "/exhibit");
        for (String role : List.of("migrate", "signer", "evidence", "boundary", "authority")) {
            Path password = data.resolve("secrets/exhibit_" + role + ".password");
            database = database.with(
                    (role.equals("migrate") ? "migration" : role) + "Password", "file:" + password.toAbsolutePath());
        }
        Json.Obj authority = Json.object()
                .with("port", secondAuthority)
                .with("issuer", first.authority().toString());
        return CanonicalJson.of(Json.object()
                        .with("database", database)
                        .with("authority", authority)
                        .with("listen", Json.object().with("port", 0))
                        .with("operations", Json.object().with("port", 0)))
                .bytes()
                .asLenientText();
    }
}
