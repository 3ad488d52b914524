package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Gets access tokens by {@code client_credentials}, bound to certificate and proof key, and renews them in time. Thread-safe. */
final class Tokens {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A token is not used up to its last moment: the request takes time, and clocks differ. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final long MAX_LIFETIME = 3_600;
    private static final int TRIES = 3;
    private static final int MAX_TOKEN = 8 * 1024;

    private final TokenIssuer issuer;
    private final HttpClient http;
    private final ProofKey key;
    private final ClientParts parts;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<Token> current = Optional.empty();
    private volatile Optional<String> nonce = Optional.empty();

    private record Token(String text, Instant renewal, Instant end, List<String> scopes) {}

    private record Answer(int status, Optional<String> nonce, Bytes body, String clocks) {}

    Tokens(TokenIssuer issuer, HttpClient http, ProofKey key, ClientParts parts) {
        this.issuer = issuer;
        this.http = http;
        this.key = key;
        this.parts = parts;
    }

    /** A token that is good for a while. @throws ClientProblem if the issuer gives none */
    String token() {
        Optional<Token> usable = usable();
        if (usable.isPresent()) {
            return usable.get().text();
        }
        asking.lock();
        try {
            Token token = usable().orElseGet(this::ask);
            current = Optional.of(token);
            return token.text();
        } finally {
            asking.unlock();
        }
    }

    /** Gets a fresh token and says what it is. @throws ClientProblem if the issuer gives none */
    Login login() {
        asking.lock();
        try {
            Token token = ask();
            current = Optional.of(token);
            return new Login(issuer.endpoint().toString(), issuer.client(), tenant(token), token.scopes(), token.end());
        } finally {
            asking.unlock();
        }
    }

    /** What a token says is for the service to judge; here it is only shown. */
    private static Optional<String> tenant(Token token) {
        try {
            Jws jws = Jws.parse(token.text(), MAX_TOKEN);
            return JsonReader.readObject(jws.payload(), JsonLimits.BODY).optionalText("tenant");
        } catch (MalformedException opaque) {
            return Optional.empty();
        }
    }

    /** Forgets a token that was refused. */
    void drop(String refused) {
        asking.lock();
        try {
            current = current.filter(token -> !token.text().equals(refused));
        } finally {
            asking.unlock();
        }
    }

    private Optional<Token> usable() {
        return current.filter(token -> parts.clock().instant().isBefore(token.renewal()));
    }

    /** The first try usually learns the nonce. */
    private Token ask() {
        for (int attempt = 1; ; attempt++) {
            Answer response = send();
            Optional<String> given = response.nonce();
            boolean news = given.isPresent() && !given.equals(nonce);
            nonce = given.or(() -> nonce);
            if (response.status() == 200) {
                return read(response);
            }
            if (!news || attempt == TRIES) {
                throw refused(response);
            }
        }
    }

    private Answer send() {
        URI endpoint = issuer.endpoint();
        String form = "grant_type=client_credentials&client_id=" + encoded(issuer.client()) + "&resource="
                + encoded(issuer.audience());
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("DPoP", key.prove("POST", endpoint, Optional.empty(), nonce, Optional.empty()))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return Sending.once(http, request, endpoint.toString(), (response, body) -> {
            Bytes read = Bytes.owned(body.readNBytes(JsonLimits.BODY.bytes()));
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("DPoP-Nonce"),
                    read,
                    Clocks.told(response.headers(), parts.clock()));
        });
    }

    private Token read(Answer response) {
        try {
            ObjectReader reader = JsonReader.readObject(response.body(), JsonLimits.BODY);
            long seconds = reader.optionalInteger("expires_in", 1, MAX_LIFETIME).orElse(MARGIN.toSeconds());
            Instant end = parts.clock().instant().plusSeconds(seconds);
            List<String> scopes = reader.optionalText("scope").stream()
                    .flatMap(names -> Stream.of(names.split(" ", -1)))
                    .toList();
            return new Token(reader.text("access_token"), end.minus(MARGIN), end, scopes);
        } catch (MalformedException unreadable) {
            throw ClientProblem.unreadable(response.status(), unreadable.detail());
        }
    }

    /** RFC 6749 section 5.2. */
    private ClientProblem refused(Answer response) {
        String error = "http_" + response.status();
        String description = "";
        try {
            ObjectReader reader = JsonReader.readObject(response.body(), JsonLimits.BODY);
            error = reader.optionalText("error").orElse(error);
            description = reader.optionalText("error_description").orElse("");
        } catch (MalformedException ignored) {
            // The status says enough.
        }
        return ClientProblem.noToken(response.status(), issuer, error, description)
                .and(response.clocks());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
