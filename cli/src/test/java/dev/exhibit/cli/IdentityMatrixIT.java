package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Connection;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.testkit.ServiceProcess;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of the running service, asked by identities that are wrong and by every role, with tokens of the service's
 * own authority. What an administrator takes out of use is refused with the very next request.
 */
@Tag("proof")
class IdentityMatrixIT {
    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static List<ApiRoute> routes;
    private static OtherCertificates others;
    private static Administrator admin;

    @BeforeAll
    static void start() {
        service = InstalledProgram.serve(folder.resolve("data"));
        routes = ApiRoute.of(service);
        others = new OtherCertificates(service, folder);
        admin = new Administrator(context("tenant-admin"), others, "default");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void whoHasNoGoodCertificateGetsNoHttpAnswer() {
        InstantSource past = () -> InstantSource.system().instant().minus(Duration.ofDays(100));
        Map<String, SSLContext> strangers = new LinkedHashMap<>();
        strangers.put("no certificate", ClientContexts.withoutCertificate(context("pipeline")));
        strangers.put("another authority", tls(others.ofAnotherAuthority("default", "pipeline")));
        strangers.put("expired", tls(others.of("default", "old", past)));
        strangers.put("a server's", tls(others.ofTheServer()));
        List<String> wrong = new ArrayList<>();
        strangers.forEach((kind, tls) -> routes.forEach(route -> {
            try {
                wrong.add(kind + " × " + route + ": "
                        + route.send(service, tls, Shown.nothing()).status());
            } catch (UncheckedIOException refused) {
                // As it should be: the connection ends before any answer.
            }
        }));
        count("certificates that end the connection", strangers.size(), wrong);
    }

    @Test
    void whoIsOutOfUseIsRefusedOnEveryRouteAtOnce() {
        Map<String, Context> wrong = new LinkedHashMap<>();
        Map<String, String> codes = new LinkedHashMap<>();
        wrong.put("not registered", others.of("default", "stranger", InstantSource.system()));
        codes.put("not registered", "identity_unknown");

        wrong.put("identity out of use", admin.register("one", "pipeline"));
        codes.put("identity out of use", "identity_unknown");
        admin.post(
                "/v1/identities:disable",
                Json.object().with("identity", Administrator.identity("default", "one")),
                200);

        wrong.put("client out of use", admin.register("two", "pipeline"));
        codes.put("client out of use", "identity_unknown");
        admin.post("/v1/clients:disable", Json.object().with("client", admin.client("two")), 200);

        Context revoked = admin.register("three", "pipeline");
        wrong.put("certificate revoked", revoked);
        codes.put("certificate revoked", "certificate_revoked");
        admin.post("/v1/certificates:revoke", Json.object().with("certificate", digest(revoked)), 200);

        wrong.put("tenant out of use", admin.found("gone").context());
        codes.put("tenant out of use", "tenant_disabled");
        admin.post("/v1/tenants:disable", Json.object().with("tenant", "gone"), 200);

        List<String> unexpected = new ArrayList<>();
        wrong.forEach((kind, context) -> {
            try (KeptClient client = new KeptClient(context)) {
                for (ApiRoute route : routes) {
                    RawClient.Reply reply = route.send(client, Shown.nothing());
                    boolean silent = route.method().equals("HEAD");
                    String code = "\"code\":\"" + codes.get(kind) + "\"";
                    if (reply.status() != 403 || !(silent || reply.text().contains(code))) {
                        unexpected.add(kind + " × " + route + ": " + reply.status() + " " + reply.text());
                    }
                }
            }
        });
        count("identities out of use", wrong.size(), unexpected);
    }

    @Test
    void whatComesBackIsLetInAgain() {
        Context four = admin.register("four", "pipeline");
        ApiRoute keys = new ApiRoute("GET", "/v1/keys", "key:read");
        Shown shown = Shown.bearer(CertificateTokens.token(four));
        assertThat(keys.send(service, tls(four), shown).status()).isEqualTo(200);
        admin.post("/v1/clients:disable", Json.object().with("client", admin.client("four")), 200);
        assertThat(keys.send(service, tls(four), shown).status()).isEqualTo(403);
        assertThat(CertificateTokens.ask(four, "").text()).as("no token either").contains("invalid_client");
        admin.post("/v1/clients:enable", Json.object().with("client", admin.client("four")), 200);
        assertThat(keys.send(service, tls(four), shown).status()).isEqualTo(200);
    }

    @Test
    void aRevokedTokenIsRefusedOnEveryRoute() {
        Context pipeline = context("pipeline");
        String token = CertificateTokens.token(pipeline);
        SSLContext tls = tls(pipeline);
        assertThat(new ApiRoute("GET", "/v1/keys", "key:read")
                        .send(service, tls, Shown.bearer(token))
                        .status())
                .isEqualTo(200);
        String client = pipeline.server().orElseThrow().tokens().orElseThrow().client();
        assertThat(CertificateTokens.post(pipeline, "/revoke", "client_id=" + client + "&token=" + token)
                        .status())
                .isEqualTo(200);
        List<String> wrong = new ArrayList<>();
        try (KeptClient kept = new KeptClient(pipeline)) {
            for (ApiRoute route : routes) {
                RawClient.Reply reply = route.send(kept, Shown.bearer(token));
                boolean silent = route.method().equals("HEAD");
                if (reply.status() != 401 || !(silent || reply.text().contains("token_revoked"))) {
                    wrong.add(route + ": " + reply.status() + " " + reply.text());
                }
            }
        }
        count("revoked token", 1, wrong);
    }

    @Test
    void eachRoleMayDoWhatItsScopesSayAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        for (Role role : Role.values()) {
            Context own = context(role.wire());
            Shown token = Shown.bearer(CertificateTokens.token(own));
            try (KeptClient client = new KeptClient(own)) {
                for (ApiRoute route : routes) {
                    RawClient.Reply reply = route.send(client, token);
                    boolean may = role.scopes().stream().map(Scope::wire).anyMatch(route.scope()::equals);
                    boolean refused = reply.status() == 403 || reply.status() == 401;
                    if (may == refused) {
                        wrong.add(role + " × " + route + ": " + reply.status() + " " + reply.text());
                    }
                }
            }
        }
        count("roles", Role.values().length, wrong);
    }

    @Test
    void aTokenGoesWithItsOwnersCertificateOnly() {
        Shown pipelines = Shown.bearer(CertificateTokens.token(context("pipeline")));
        List<String> wrong = new ArrayList<>();
        try (KeptClient auditor = new KeptClient(context("auditor"))) {
            for (ApiRoute route : routes) {
                RawClient.Reply reply = route.send(auditor, pipelines);
                if (reply.status() != 401) {
                    wrong.add(route + ": " + reply.status() + " " + reply.text());
                }
            }
        }
        count("somebody else's token", 1, wrong);
    }

    private static void count(String what, int kinds, List<String> wrong) {
        System.out.println("identity matrix: " + routes.size() + " routes × " + kinds + " (" + what + "), "
                + routes.size() * kinds + " cells, " + wrong.size() + " wrong");
        assertThat(wrong).isEmpty();
    }

    private static String digest(Context context) {
        Connection connection = context.server().orElseThrow();
        try (InputStream in = Files.newInputStream(connection.keyStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, Files.readString(connection.passwordFile()).strip().toCharArray());
            X509Certificate leaf =
                    (X509Certificate) store.getCertificate(store.aliases().nextElement());
            return Presentation.thumbprint(leaf).toString();
        } catch (java.security.GeneralSecurityException | java.io.IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static SSLContext tls(Context context) {
        return ClientContexts.withCertificate(context);
    }

    private static Context context(String role) {
        return InstalledProgram.context(service.data(), role);
    }
}
