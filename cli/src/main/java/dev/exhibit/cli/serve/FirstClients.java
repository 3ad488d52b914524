package dev.exhibit.cli.serve;

import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.client.Connection;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The first clients of an installation: who they are to the service, and a context file for each. */
final class FirstClients {
    private final DataDirectory data;
    private final LocalCertificates certificates;
    private final String tenant;

    FirstClients(DataDirectory data, LocalCertificates certificates, String tenant) {
        this.data = data;
        this.certificates = certificates;
        this.tenant = tenant;
    }

    /** Writes the registry of identities, unless there is one: an administrator's changes are kept. */
    void register() {
        if (Files.exists(data.identities())) {
            return;
        }
        List<Json> identities = certificates.clients().stream()
                .<Json>map(client -> Json.object()
                        .with("identity", client.request().identity().value())
                        .with("tenant", tenant)
                        .with("role", client.name()))
                .toList();
        Bytes document = CanonicalJson.of(Json.object().with("identities", Json.array(identities)))
                .bytes();
        PrivateFiles.replace(data.identities(), document);
    }

    /**
     * Where clients get their tokens.
     *
     * @param address of the token endpoint
     * @param audience the service's name in tokens
     */
    record TokenEndpoint(URI address, String audience) {
        private TokenIssuer of(LocalCertificates.FirstClient client) {
            return new TokenIssuer(address, client.request().identity().value(), audience);
        }
    }

    /**
     * Writes a context file for each client; the address may change with each start.
     *
     * @param authority PEM of who vouches for the server
     * @param believed whom clients may believe
     */
    void writeContexts(URI address, String authority, Optional<TokenEndpoint> tokens, Pins believed) {
        for (LocalCertificates.FirstClient client : certificates.clients()) {
            Connection connection = new Connection(
                    address,
                    authority,
                    data.clients().resolve(client.name() + ".p12"),
                    data.clientPassword(client.name()),
                    tokens.map(endpoint -> endpoint.of(client)));
            Context context = new Context(tenant + "-" + client.name(), Optional.of(connection), believed);
            PrivateFiles.replace(data.context(client.name()), context.document().bytes());
        }
    }
}
