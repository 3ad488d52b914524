package dev.exhibit.authority.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.AuthorityFixture;
import dev.exhibit.authority.RunningAuthority;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The authority as clients meet it: over TLS, in the forms of OAuth. */
class AuthorityListenerTest {
    private static final String GRANT = "grant_type=client_credentials";

    private final RunningAuthority authority = new RunningAuthority();

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test
    void whatItIsCanBeReadWithoutACertificate() {
        Map<String, Json> found = json(authority.anonymous().request("GET", "/.well-known/openid-configuration"));
        assertThat(found)
                .containsEntry("issuer", Json.text(AuthorityFixture.ISSUER))
                .containsEntry("token_endpoint", Json.text(AuthorityFixture.ISSUER + "/token"))
                .containsEntry("jwks_uri", Json.text(AuthorityFixture.ISSUER + "/jwks"))
                .containsEntry("revocation_endpoint", Json.text(AuthorityFixture.ISSUER + "/revoke"))
                .containsEntry("tls_client_certificate_bound_access_tokens", new Json.Bool(true))
                .containsKeys("dpop_signing_alg_values_supported", "scopes_supported", "response_types_supported");
        assertThat(json(authority.anonymous().request("GET", "/.well-known/oauth-authorization-server")))
                .isEqualTo(found);
        assertThat(json(authority.anonymous().request("GET", "/jwks")).get("keys"))
                .isInstanceOfSatisfying(
                        Json.Arr.class, keys -> assertThat(keys.items()).hasSize(2));
    }

    @Test
    void aCertificateGetsATokenThatNobodyKeeps() {
        RawClient.Reply reply =
                authority.build().form("/token", GRANT + "&client_id=build&scope=sign%3Acreate+key:read");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("pragma")).isEqualTo("no-cache");
        assertThat(json(reply))
                .containsEntry("token_type", Json.text("Bearer"))
                .containsEntry("expires_in", Json.number(180))
                .containsEntry("scope", Json.text("key:read sign:create"))
                .containsKey("access_token")
                .hasSize(4);
    }

    @Test
    void anAssertionAndAProofGetATokenAfterTheNonceWasFetched() {
        RawClient.Reply first = authority.anonymousForm("/token", GRANT + assertion(), authority.proof(""));
        assertThat(first.status()).isEqualTo(400);
        assertThat(json(first)).containsEntry("error", Json.text("use_dpop_nonce"));
        String nonce = first.header("dpop-nonce");
        RawClient.Reply second = authority.anonymousForm("/token", GRANT + assertion(), authority.proof(nonce));
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(json(second)).containsEntry("token_type", Json.text("DPoP"));
    }

    @Test
    void aTokenIsRevokedOnceAndTwice() {
        RunningAuthority.FormClient build = authority.build();
        RawClient.Reply issued = build.form("/token", GRANT + "&client_id=build");
        String token = json(issued).get("access_token") instanceof Json.Text text ? text.value() : "";
        for (int i = 0; i < 2; i++) {
            RawClient.Reply revoked =
                    build.form("/revoke", "client_id=build&token_type_hint=access_token&token=" + token);
            assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
        }
        assertThat(authority.lines().getLast()).startsWith("acme revoked ");
    }

    @Test
    void refusalsHaveTheFormsOfOAuth() {
        RawClient.Reply nobody = authority.build().form("/token", GRANT + "&client_id=eve");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("www-authenticate")).contains("error=\"invalid_client\"");
        assertThat(nobody.header("content-type")).isEqualTo("application/json");
        assertThat(nobody.header("cache-control")).isEqualTo("no-store");
        assertThat(json(nobody)).containsOnlyKeys("error", "error_description");
        assertRefused("invalid_request", 400, GRANT + "&client_id=build&client_id=build");
        assertRefused("invalid_request", 400, "client_id=build&grant_type=");
        assertRefused("invalid_request", 400, "client_id=build&grant_type=%zz");
        assertRefused("unsupported_grant_type", 400, "client_id=build&grant_type=password");
        assertRefused("invalid_scope", 400, GRANT + "&client_id=build&scope=no:such");
        assertRefused("invalid_target", 400, GRANT + "&client_id=build&resource=https://other.test");
        assertRefused("invalid_client", 401, GRANT + "&client_id=build&client_secret=something");
        assertRefused("invalid_request", 400, GRANT + "&client_id=build" + "&" + many(40));
    }

    @Test
    void aProofThatIsNoneIsSaidToBe() {
        RawClient.Reply reply = authority.build().form("/token", GRANT + "&client_id=build", "DPoP: something");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply)).containsEntry("error", Json.text("invalid_dpop_proof"));
    }

    @Test
    void anotherContentTypeIsNoForm() {
        RawClient.Reply reply = authority.build().raw("/token", "application/json", "{}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply)).containsEntry("error", Json.text("invalid_request"));
    }

    @Test
    void aFormOfTheLimitIsReadAndOneByteMoreIsNot() {
        int limit = 16 * 1024;
        String start = GRANT + "&client_id=build&padding=";
        assertThat(authority
                        .build()
                        .form("/token", start + "x".repeat(limit - start.length()))
                        .status())
                .isEqualTo(200);
        assertThat(authority
                        .build()
                        .form("/token", start + "x".repeat(limit - start.length() + 1))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void otherPathsAndMethodsAreProblems() {
        assertThat(authority.anonymous().request("GET", "/token").status()).isEqualTo(405);
        assertThat(authority.anonymous().request("GET", "/v1/signatures").status())
                .isEqualTo(404);
        assertThat(authority.build().form("/jwks", "a=b").status()).isEqualTo(405);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBack() {
        RunningAuthority.FormClient build = authority.build();
        RawClient.Reply reply = build.form("/token", GRANT + "&client_id=build");
        for (int i = 0; i < 30; i++) {
            reply = build.form("/token", GRANT + "&client_id=build");
        }
        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 61);
        assertThat(json(reply)).containsEntry("error", Json.text("temporarily_unavailable"));
    }

    @Test
    void theTokenIsBoundToTheCertificateOfTheConnection() {
        RawClient.Reply reply = authority.build().form("/token", GRANT + "&client_id=build");
        String token = json(reply).get("access_token") instanceof Json.Text text ? text.value() : "";
        String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(payload).contains("\"x5t#S256\":\"" + TestIssuer.thumbprint(authority.certificate()) + "\"");
    }

    private String assertion() {
        return "&client_assertion_type=" + AuthorityFixture.ASSERTION_TYPE.replace(":", "%3A") + "&client_assertion="
                + authority.assertion();
    }

    private void assertRefused(String error, int status, String form) {
        RawClient.Reply reply = authority.build().form("/token", form);
        assertThat(json(reply)).as(form).containsEntry("error", Json.text(error));
        assertThat(reply.status()).as(form).isEqualTo(status);
    }

    private static String many(int count) {
        StringBuilder form = new StringBuilder("p=1");
        for (int i = 0; i < count; i++) {
            form.append("&p").append(i).append("=1");
        }
        return form.toString();
    }

    private static Map<String, Json> json(RawClient.Reply reply) {
        return JsonReader.read(reply.body(), JsonLimits.BODY) instanceof Json.Obj object ? object.members() : Map.of();
    }
}
