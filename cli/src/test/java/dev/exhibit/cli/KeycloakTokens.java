package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.testkit.KeycloakProcess;
import dev.exhibit.testkit.KeycloakRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Access tokens of a Keycloak, as clients of each kind get them. */
final class KeycloakTokens {
    private static final String GRANT = "grant_type=client_credentials&client_id=";
    private static final String ASSERTION = "&client_assertion_type="
            + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
            + "&client_assertion=";

    private final KeycloakProcess keycloak;
    private final ThrowawayKey key;

    /** @param key what clients that have no certificate prove themselves by */
    KeycloakTokens(KeycloakProcess keycloak, ThrowawayKey key) {
        this.keycloak = keycloak;
        this.key = key;
    }

    URI endpoint() {
        return keycloak.at("/protocol/openid-connect/token");
    }

    /** For a client that proves itself by its certificate and shows no proof. */
    String byCertificate(HttpClient client, String id) {
        return token(post(client, GRANT + id, Optional.empty()));
    }

    /** The same with a proof. */
    String bound(HttpClient client, String id, ThrowawayKey holder) {
        return token(post(client, GRANT + id, Optional.of(holder)));
    }

    /** For a client that proves itself by an assertion. */
    String byKey(HttpClient client, String id, Optional<ThrowawayKey> holder) {
        return token(post(client, GRANT + id + ASSERTION + assertion(id), holder));
    }

    /** What a client is told that shows no proof and must. */
    String refusedWithoutProof(HttpClient client, String id) {
        HttpResponse<String> answer = post(client, GRANT + id, Optional.empty());
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }

    /** Has the realm sign with a new key from now on. */
    void addSigningKey(HttpClient client) {
        String admin = token(send(
                client,
                form(keycloak.server("/realms/master/protocol/openid-connect/token"), keycloak.adminForm())
                        .build()));
        Json.Obj config = Json.object();
        for (var setting : List.of("priority=300", "enabled=true", "active=true", "ecdsaEllipticCurveKey=P-256")) {
            String[] pair = setting.split("=", 2);
            config = config.with(pair[0], Json.texts(List.of(pair[1])));
        }
        Json.Obj provider = Json.object()
                .with("name", "next")
                .with("providerId", "ecdsa-generated")
                .with("providerType", "org.keycloak.keys.KeyProvider")
                .with("config", config);
        HttpResponse<String> made = send(
                client,
                HttpRequest.newBuilder(keycloak.server("/admin/realms/exhibit/components"))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                CanonicalJson.of(provider).bytes().toArray()))
                        .build());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    static ObjectReader header(String token) {
        return JsonReader.readObject(Base64Url.decode(token.split("\\.", -1)[0]), JsonLimits.BODY);
    }

    static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpResponse<String> post(HttpClient client, String body, Optional<ThrowawayKey> holder) {
        HttpRequest.Builder request = form(endpoint(), body);
        holder.ifPresent(shown -> request.header("DPoP", proof(shown)));
        return send(client, request.build());
    }

    private static HttpRequest.Builder form(URI place, String body) {
        return HttpRequest.newBuilder(place)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String token(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonReader.readObject(Bytes.utf8(answer.body()), JsonLimits.BODY).text("access_token");
    }

    private String assertion(String id) {
        Json.Obj header = Json.object().with("typ", "JWT").with("kid", KeycloakRealm.KEY_NAME);
        return TestJwt.signedBy(key, header, Json.object())
                .claim("iss", id)
                .claim("sub", id)
                .claim("aud", keycloak.at("").toString())
                .claim("iat", Instant.now())
                .claim("exp", Instant.now().plusSeconds(50))
                .claim("jti", UUID.randomUUID().toString())
                .text();
    }

    private String proof(ThrowawayKey holder) {
        Json.Obj header = Json.object()
                .with("typ", "dpop+jwt")
                .with("jwk", Jwk.of(holder.published()).toJson());
        return TestJwt.signedBy(holder, header, Json.object())
                .claim("htm", "POST")
                .claim("htu", endpoint().toString())
                .claim("iat", Instant.now())
                .claim("jti", UUID.randomUUID().toString())
                .text();
    }
}
