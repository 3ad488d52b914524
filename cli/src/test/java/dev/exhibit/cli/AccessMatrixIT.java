package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.AccessScene;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.boundary.testing.WrongPresentation;
import dev.exhibit.boundary.token.AccessRefusal;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Connection;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of the running service, as its own API document lists them, asked in every wrong way; and the right way, so
 * that no refusal is one for another reason. A new route is in the document, so it is asked too.
 */
@Tag("proof")
class AccessMatrixIT {
    private static final int LEAST_ROUTES = 24;
    private static final int ASKERS = 4;

    @TempDir
    static Path folder;

    private static final TestIssuer ISSUER = new TestIssuer("https://issuer.exhibit.test", InstantSource.system());
    private static ServiceProcess service;
    private static List<ApiRoute> routes;
    private static final Map<String, Client> clients = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        InstalledProgram.serve(folder.resolve("data")).close();
        register("pipeline", "build");
        Files.write(
                folder.resolve("jwks.json"),
                CanonicalJson.of(ISSUER.keys().toJson()).bytes().toArray());
        Path config = Files.writeString(
                folder.resolve("config.json"),
                "{\"tenant\":\"acme\",\"access\":{\"audience\":\"" + TestIssuer.AUDIENCE
                        + "\",\"issuers\":[{\"issuer\":\"https://issuer.exhibit.test\",\"jwks\":\"file:"
                        + folder.resolve("jwks.json") + "\"}]}}");
        service = InstalledProgram.serve(folder.resolve("data"), new String[0], "--config", config.toString());
        routes = ApiRoute.of(service);
    }

    /** Who holds the pipeline's certificate is the client of the tokens; the auditor is somebody else's. */
    private static void register(String name, String client) throws IOException {
        // Another tenant than the first start's: the register keeps whom it knows.
        Json.Obj document = Json.object()
                .with(
                        "identities",
                        Json.array(List.of(
                                identity("spiffe://exhibit.internal/tenant/acme/" + name, name, client),
                                identity("spiffe://exhibit.internal/tenant/acme/auditor", "auditor", "other"),
                                identity("spiffe://exhibit.internal/tenant/acme/service", "service", "reader"),
                                identity("spiffe://exhibit.internal/tenant/acme/operator", "operator", "operator"),
                                identity(
                                        "spiffe://exhibit.internal/tenant/acme/key-custodian",
                                        "key-custodian",
                                        "key-custodian"),
                                identity(
                                        "spiffe://exhibit.internal/tenant/acme/tenant-admin",
                                        "tenant-admin",
                                        "admin"))));
        Files.write(
                folder.resolve("data/identities.json"),
                CanonicalJson.of(document).bytes().toArray());
    }

    private static Json identity(String identity, String role, String client) {
        return Json.object()
                .with("identity", identity)
                .with("tenant", "acme")
                .with("role", role)
                .with("client", client);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyRouteRefusesEveryWrongPresentation() throws Exception {
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger cells = new AtomicInteger();
        forEachRoute("pipeline", scene -> {
            ApiRoute route = scene.route;
            for (WrongPresentation presentation : WrongPresentation.values()) {
                if (presentation == WrongPresentation.UNBOUND && !route.writes()) {
                    continue;
                }
                RawClient.Reply reply = scene.send(presentation.show(scene));
                cells.incrementAndGet();
                if (!isExpected(route, presentation, reply)) {
                    wrong.add(route + " × " + presentation + ": " + reply.status() + " " + reply.text());
                }
            }
        });
        System.out.println("access matrix: " + routes.size() + " routes × " + WrongPresentation.values().length
                + " wrong presentations, " + cells + " cells, " + wrong.size() + " wrong");
        assertThat(wrong).isEmpty();
        assertThat(routes).hasSizeGreaterThanOrEqualTo(LEAST_ROUTES);
        assertThat(WrongPresentation.values()).hasSizeGreaterThanOrEqualTo(28);
    }

    /** Some routes at once: most of the time each waits for a disk. */
    private static void forEachRoute(String client, Consumer<Scene> ask) throws Exception {
        try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
            List<Future<?>> asked = new ArrayList<>();
            for (ApiRoute route : routes) {
                asked.add(askers.submit(() -> {
                    try (Scene scene = new Scene(route, client)) {
                        ask.accept(scene);
                    }
                }));
            }
            for (Future<?> one : asked) {
                one.get();
            }
        }
    }

    /** An answer to HEAD has no body to say why. */
    private static boolean isExpected(ApiRoute route, WrongPresentation presentation, RawClient.Reply reply) {
        var refusal = presentation.expected();
        boolean silent = route.method().equals("HEAD");
        return reply.status() == refusal.code().status() && (silent || tells(reply, refusal));
    }

    private static boolean tells(RawClient.Reply reply, AccessRefusal refusal) {
        return reply.text().contains("\"code\":\"" + refusal.code().code() + "\"")
                && reply.text().contains("\"reason\":\"" + refusal.reason() + "\"");
    }

    @Test
    void everyRouteLetsTheRightPresentationThrough() throws Exception {
        for (ApiRoute route : routes) {
            try (Scene scene = new Scene(route, route.role())) {
                String token = route.of(ISSUER.token(scene.holder())).text();
                RawClient.Reply proven =
                        scene.send(Shown.proven(token, scene.proof(token).text()));
                assertThat(proven.status()).as(route + ": " + proven.text()).isNotIn(401, 403);
                RawClient.Reply bound = scene.send(
                        Shown.bearer(route.of(ISSUER.token(scene.certificate())).text()));
                assertThat(bound.status()).as(route + ": " + bound.text()).isNotIn(401, 403);
            }
        }
    }

    @Test
    void aTokenOfAnotherClientOrTenantDoesNotFitTheCertificate() throws Exception {
        for (ApiRoute route : routes) {
            try (Scene auditor = new Scene(route, "auditor");
                    Scene pipeline = new Scene(route, "pipeline")) {
                String own = ISSUER.token(auditor.certificate()).text();
                refused(auditor.send(Shown.bearer(own)), 403, "identity_mismatch");
                String elsewhere = ISSUER.token(pipeline.certificate())
                        .claim("tenant", "other")
                        .text();
                refused(pipeline.send(Shown.bearer(elsewhere)), 403, "identity_mismatch");
            }
        }
    }

    @Test
    void everyRouteWantsItsOwnScope() throws Exception {
        for (ApiRoute route : routes) {
            try (Scene scene = new Scene(route, "pipeline")) {
                String others = String.join(
                        " ",
                        List.of("sign:create", "attest:create", "evidence:read", "evidence:write", "key:read").stream()
                                .filter(scope -> !scope.equals(route.scope()))
                                .toList());
                String token =
                        ISSUER.token(scene.certificate()).claim("scope", others).text();
                refused(scene.send(Shown.bearer(token)), 403, "scope_missing");
            }
        }
    }

    private static void refused(RawClient.Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.body().size() == 0 || reply.text().contains("\"code\":\"" + code + "\""))
                .as(reply.text())
                .isTrue();
    }

    /** One route, asked by one client of the installation. */
    private static final class Scene implements AccessScene, AutoCloseable {
        private final ApiRoute route;
        private final Client client;
        private final KeptClient connection;
        private final ThrowawayKey holder = ThrowawayKey.p256();

        Scene(ApiRoute route, String client) {
            this.route = route;
            this.client = client(client);
            this.connection = new KeptClient(service.address().getPort(), this.client.tls());
        }

        @Override
        public void close() {
            connection.close();
        }

        RawClient.Reply send(Shown shown) {
            return route.send(connection, shown);
        }

        @Override
        public TestIssuer issuer() {
            return ISSUER;
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public String method() {
            return route.method();
        }

        @Override
        public String url() {
            return "https://localhost:" + service.address().getPort() + route.concrete();
        }

        @Override
        public X509Certificate certificate() {
            return client.certificate();
        }

        @Override
        public X509Certificate otherCertificate() {
            return client("operator").certificate();
        }

        @Override
        public ThrowawayKey holder() {
            return holder;
        }

        @Override
        public String nonce() {
            String token = token();
            String proof = ISSUER.proof(holder, method(), url(), token, "").text();
            return send(Shown.proven(token, proof)).header("dpop-nonce");
        }

        @Override
        public void use(Shown shown) {
            assertThat(send(shown).status()).isNotEqualTo(401);
        }
    }

    /** One client of the installation; its key store is opened once. */
    private record Client(SSLContext tls, X509Certificate certificate) {
        static Client open(String name) {
            Context context = InstalledProgram.context(folder.resolve("data"), name);
            return new Client(ClientContexts.withCertificate(context), certificate(context));
        }

        private static X509Certificate certificate(Context context) {
            Connection connection = context.server().orElseThrow();
            try (InputStream in = Files.newInputStream(connection.keyStore())) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(
                        in, Files.readString(connection.passwordFile()).strip().toCharArray());
                return (X509Certificate) store.getCertificate(store.aliases().nextElement());
            } catch (java.security.GeneralSecurityException | IOException unreadable) {
                throw new IllegalStateException(unreadable);
            }
        }
    }

    private static Client client(String name) {
        return clients.computeIfAbsent(name, Client::open);
    }
}
