package dev.exhibit.authority.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.EnrolmentFixture;
import dev.exhibit.authority.enrolment.EnrolmentRequest;
import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may enrol, as administrators say it. */
@SuppressWarnings("NullAway.Init") // before each test
class EnrolmentAdministrationTest {
    private static final String ADMIN = "spiffe://exhibit.test/tenant/acme/admin";
    private static final String STRANGER = "spiffe://exhibit.test/tenant/evil/admin";
    private static final String RULE =
            "{\"claims\":{\"ref\":\"refs/heads/main\",\"repository\":\"acme/app\"},\"client\":\"build\","
                    + "\"issuer\":\"https://ci.example\",\"jwks\":\"https://ci.example/keys\",\"name\":\"release\"}";

    @TempDir
    private Path folder;

    private EnrolmentFixture fixture;
    private TestService service;

    @BeforeEach
    void start() {
        fixture = new EnrolmentFixture(folder);
        EnrolmentRoutes routes = new EnrolmentRoutes(
                fixture.identity, fixture.enrol, fixture.offer, Optional::empty, IssuanceLimits.defaults());
        service = new TestService(
                Limits.defaults(),
                routes.administration(),
                Optional.of(IdentityRegistry.of(identity -> switch (identity.value()) {
                    case ADMIN -> Optional.of(new Caller(EnrolmentFixture.ACME, identity, Role.TENANT_ADMIN));
                    case STRANGER -> Optional.of(new Caller(new TenantId("evil"), identity, Role.TENANT_ADMIN));
                    case TestService.PIPELINE ->
                        Optional.of(new Caller(EnrolmentFixture.ACME, identity, Role.PIPELINE));
                    default -> Optional.empty();
                })));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aCodeThatWasHandedOutEnrols() {
        RawClient.Reply reply =
                post(ADMIN, "/v1/enrolments", "{\"client\":\"build\",\"identity\":\"" + EnrolmentFixture.BUILD + "\"}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(json(reply))
                .containsOnlyKeys("code", "client", "identity", "expires")
                .containsEntry(
                        "expires", Json.text(fixture.now().plusSeconds(900).toString()));
        String code = json(reply).get("code") instanceof Json.Text text ? text.value() : "";
        assertThat(fixture.enrol
                        .enrol(new EnrolmentRequest(
                                new Proof.Code(code),
                                CertificateOrder.pem(fixture.key),
                                "192.0.2.1",
                                new CorrelationId("correlation-1")))
                        .client())
                .isEqualTo("build");
    }

    @Test
    void aRuleIsAddedListedAndRemoved() {
        assertThat(post(ADMIN, "/v1/exchange-rules", RULE).text()).isEqualTo(RULE);
        assertThat(post(ADMIN, "/v1/exchange-rules", RULE).status()).isEqualTo(201);
        assertThat(post(ADMIN, "/v1/exchange-rules", RULE.replace("main", "next"))
                        .status())
                .isEqualTo(409);
        assertThat(rules(ADMIN))
                .containsEntry("audience", Json.text(EnrolmentFixture.AUDIENCE))
                .containsEntry("rules", Json.array(List.of(JsonReader.read(Bytes.utf8(RULE), JsonLimits.BODY))));
        assertThat(rules(STRANGER)).containsEntry("rules", Json.array(List.of()));
        assertThat(post(STRANGER, "/v1/exchange-rules:remove", "{\"name\":\"release\"}")
                        .status())
                .isEqualTo(404);
        assertThat(post(ADMIN, "/v1/exchange-rules:remove", "{\"name\":\"release\"}")
                        .status())
                .isEqualTo(204);
        assertThat(rules(ADMIN)).containsEntry("rules", Json.array(List.of()));
    }

    @Test
    void nobodyElseMayDoAnyOfThis() {
        String code = "{\"client\":\"build\",\"identity\":\"" + EnrolmentFixture.BUILD + "\"}";
        assertThat(post(TestService.PIPELINE, "/v1/enrolments", code).status()).isEqualTo(403);
        assertThat(post(TestService.PIPELINE, "/v1/exchange-rules", RULE).status())
                .isEqualTo(403);
        assertThat(post(TestService.PIPELINE, "/v1/exchange-rules:remove", "{\"name\":\"release\"}")
                        .status())
                .isEqualTo(403);
        assertThat(service.as(TestService.PIPELINE)
                        .request("GET", "/v1/exchange-rules")
                        .status())
                .isEqualTo(403);
        assertThat(post(STRANGER, "/v1/enrolments", code).status()).isEqualTo(404);
        assertThat(post(STRANGER, "/v1/exchange-rules", RULE).status()).isEqualTo(404);
    }

    @Test
    void whatIsNotExactIsMalformed() {
        assertThat(post(ADMIN, "/v1/enrolments", "{\"client\":\"build\"}").status())
                .isEqualTo(400);
        assertThat(post(ADMIN, "/v1/exchange-rules", RULE.replace("acme/app", "*"))
                        .status())
                .isEqualTo(400);
        assertThat(post(ADMIN, "/v1/exchange-rules:remove", "{\"name\":\"A\"}").status())
                .isEqualTo(400);
    }

    private Map<String, Json> rules(String who) {
        return json(service.as(who).request("GET", "/v1/exchange-rules"));
    }

    private RawClient.Reply post(String who, String path, String body) {
        return service.as(who).request("POST", path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Json> json(RawClient.Reply reply) {
        return JsonReader.read(reply.body(), JsonLimits.BODY) instanceof Json.Obj object ? object.members() : Map.of();
    }
}
