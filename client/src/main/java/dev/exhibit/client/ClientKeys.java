package dev.exhibit.client;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Changes the keys by which a client proves itself to the authority with assertions (RFC 7523): add the next key, use it,
 * remove the one before. What was done counts at once, and may be repeated. Fails with {@link ClientProblem}. Thread-safe.
 */
public final class ClientKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final long LIFETIME = 50;
    private static final int MOST = 64;

    private final Connection connection;
    private final TokenIssuer issuer;
    private final ClientParts parts;

    /** @param connection of the client whose keys they are; it names who gives it tokens */
    public ClientKeys(Connection connection, ClientParts parts) {
        this.connection = connection;
        this.issuer = connection
                .tokens()
                .orElseThrow(() -> new IllegalArgumentException("the connection names no authority for tokens"));
        this.parts = parts;
    }

    /** Adds {@code next} to the client's keys, by {@code current}, which is one of them. @return the thumbprints of all */
    public List<String> add(SigningKey current, SigningKey next) {
        return change(current, "&add=" + proof(next));
    }

    /** Removes a key, another than {@code current}. @return the thumbprints of those left */
    public List<String> remove(SigningKey current, String thumbprint) {
        return change(current, "&remove=" + encoded(thumbprint));
    }

    private List<String> change(SigningKey current, String wish) {
        URI endpoint = issuer.endpoint().resolve("client-keys");
        String form = "client_id=" + encoded(issuer.client()) + "&client_assertion_type=" + encoded(ASSERTION)
                + "&client_assertion=" + assertion(current) + wish;
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .sslContext(ClientTls.anonymous(connection.authority()))
                .sslParameters(ClientTls.parameters())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            return Sending.once(http, request, endpoint.toString(), this::read);
        }
    }

    private List<String> read(HttpResponse<InputStream> response, InputStream body) throws IOException {
        Bytes bytes = Bytes.owned(body.readNBytes(JsonLimits.BODY.bytes()));
        try {
            ObjectReader answer = JsonReader.readObject(bytes, JsonLimits.BODY);
            if (response.statusCode() != 200) {
                throw ClientProblem.keysUnchanged(response.statusCode(), issuer, answer);
            }
            return answer.objects("keys", MOST).stream()
                    .map(key -> key.text("thumbprint"))
                    .toList();
        } catch (MalformedException unreadable) {
            throw ClientProblem.unreadable(response.statusCode(), unreadable.detail());
        }
    }

    private String assertion(SigningKey key) {
        long now = parts.clock().instant().getEpochSecond();
        Json.Obj claims = Json.object()
                .with("iss", issuer.client())
                .with("sub", issuer.client())
                .with("aud", issuer.endpoint().toString())
                .with("iat", now)
                .with("exp", now + LIFETIME)
                .with("jti", parts.ids().get().toString());
        return signed(key, Json.object().with("typ", "JWT"), claims);
    }

    private String proof(SigningKey key) {
        Json.Obj header = Json.object()
                .with("typ", "exhibit-client-key+jwt")
                .with("jwk", Jwk.of(key.published()).toJson());
        Json.Obj claims = Json.object()
                .with("iss", issuer.client())
                .with("aud", issuer.endpoint().toString())
                .with("iat", parts.clock().instant().getEpochSecond());
        return signed(key, header, claims);
    }

    private static String signed(SigningKey key, Json.Obj header, Json.Obj claims) {
        Bytes payload = CanonicalJson.of(claims).bytes();
        return Jws.sign(JwsAlgorithm.ES256, header, payload, bytes -> key.sign(Hashing.of(bytes)));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
