package dev.exhibit.bench;

import dev.exhibit.client.ClientParts;
import dev.exhibit.client.ClientTls;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ProofKey;
import dev.exhibit.client.Retries;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Clients that ask for one token after another by {@code client_credentials}: each over a connection of its own that it
 * keeps, proven by a certificate, each request with a fresh proof of a key of its own. An issuer that demands nonces gets
 * them.
 */
final class TokenLoad implements AutoCloseable {
    private static final int TOKEN_BYTES = 16 * 1024;

    private final TokenIssuer issuer;
    private final List<Asking> clients;

    /** @param connection whose token issuer is asked */
    TokenLoad(Connection connection, int clients) {
        this.issuer = connection.tokens().orElseThrow();
        this.clients =
                Stream.generate(() -> new Asking(connection)).limit(clients).toList();
    }

    Measured run(Duration time) {
        return ClosedLoop.run(List.copyOf(clients), time);
    }

    @Override
    public void close() {
        clients.forEach(client -> client.http.close());
    }

    private final class Asking implements ClosedLoop.Worker {
        private final HttpClient http;
        private final ProofKey key = new ProofKey(
                new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom()));
        private Optional<String> nonce = Optional.empty();
        private Optional<String> boundTo = Optional.empty();

        Asking(Connection connection) {
            this.http = HttpClient.newBuilder()
                    .sslContext(ClientTls.context(connection))
                    .sslParameters(ClientTls.parameters())
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        }

        @Override
        public BooleanSupplier ask() {
            HttpResponse<String> answer = send();
            boolean refused = answer.statusCode() == 400 && nonce.isPresent();
            HttpResponse<String> token = refused ? send() : answer;
            return () -> isBound(token);
        }

        private HttpResponse<String> send() {
            URI endpoint = issuer.endpoint();
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("DPoP", key.prove("POST", endpoint, Optional.empty(), nonce, Optional.empty()))
                    .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                            + URLEncoder.encode(issuer.client(), StandardCharsets.UTF_8)))
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                nonce = answer.headers().firstValue("DPoP-Nonce").or(() -> nonce);
                return answer;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        /** Every token is bound to one key, and it is the same key for all. */
        private boolean isBound(HttpResponse<String> answer) {
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            ObjectReader token = JsonReader.readObject(Bytes.utf8(answer.body()), JsonLimits.BODY);
            Bytes claims = Jws.parse(token.text("access_token"), TOKEN_BYTES).payload();
            String key =
                    JsonReader.readObject(claims, JsonLimits.BODY).object("cnf").text("jkt");
            boundTo = boundTo.or(() -> Optional.of(key));
            return token.text("token_type").equals("DPoP") && boundTo.get().equals(key);
        }
    }
}
