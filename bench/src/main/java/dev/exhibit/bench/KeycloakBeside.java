package dev.exhibit.bench;

import dev.exhibit.client.ClientTls;
import dev.exhibit.client.Connection;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.testkit.KeycloakProcess;
import dev.exhibit.testkit.KeycloakRealm;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A Keycloak that knows the pipeline of an installation, by the certificate that it has there.
 *
 * @param connection the same client, with Keycloak as its issuer of tokens
 */
record KeycloakBeside(KeycloakProcess process, Connection connection) implements AutoCloseable {
    private static final String CLIENT = "example-dpop";

    /**
     * Starts it with certificates of the installation in {@code data}.
     *
     * @param prefix words before the command, such as {@code taskset -c 0}
     */
    static KeycloakBeside start(Path distribution, Path realm, List<String> prefix, Path data, Connection connection)
            throws IOException {
        KeycloakProcess process = KeycloakProcess.start(
                new KeycloakProcess.Distribution(distribution, prefix),
                data.resolveSibling("keycloak"),
                new KeycloakProcess.Tls(
                        data.resolve("tls/server.p12"),
                        Files.readString(data.resolve("secrets/keystore.password"))
                                .strip(),
                        data.resolve("tls/ca.pem")),
                KeycloakRealm.read(realm).withCertificate(CLIENT, "pipeline"),
                KeycloakProcess.freePort());
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(ClientTls.context(connection))
                .build()) {
            process.awaitReady(client, InstantSource.system());
        }
        TokenIssuer issuer = new TokenIssuer(process.at("/protocol/openid-connect/token"), CLIENT, "exhibit");
        return new KeycloakBeside(
                process,
                new Connection(
                        connection.address(),
                        connection.authority(),
                        connection.keyStore(),
                        connection.passwordFile(),
                        Optional.of(issuer)));
    }

    @Override
    public void close() {
        process.close();
    }
}
