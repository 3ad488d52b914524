package dev.exhibit.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/**
 * A pool of connections that show one certificate, with the tokens that are bound to it.
 *
 * @param held the certificate
 * @param http the pool
 * @param credentials absent where a certificate is enough
 */
record Session(ClientKeyFile.Held held, HttpClient http, Optional<Credentials> credentials) {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

    static Session open(Connection connection, ClientKeyFile.Held held, ClientParts parts) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIME)
                .sslContext(ClientTls.context(held, connection.authority()))
                .sslParameters(ClientTls.parameters())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new Session(held, http, connection.tokens().map(issuer -> new Credentials(issuer, http, parts)));
    }
}
