package dev.exhibit.bench;

import dev.exhibit.client.Connection;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code DATA CLIENTS SECONDS [KEYCLOAK REALM [PREFIX…]]}: asks the authority of the running service whose data directory is
 * DATA for tokens, then a Keycloak that it starts itself. Prints a line of figures for each.
 */
public final class TokenBench {
    private static final int OWN = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final int clients;
    private final Duration time;

    private TokenBench(int clients, Duration time) {
        this.clients = clients;
        this.time = time;
    }

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        TokenBench bench = new TokenBench(Integer.parseInt(args[1]), Duration.ofSeconds(Long.parseLong(args[2])));
        byte[] context = Files.readAllBytes(data.resolve("clients/pipeline.json"));
        Connection connection = Connection.read(
                JsonReader.readObject(Bytes.owned(context), JsonLimits.BODY).object("server"));
        bench.measure("tokens of the authority", connection);
        List<String> keycloak = Arrays.asList(args).subList(OWN, args.length);
        if (!keycloak.isEmpty()) {
            Path distribution = Path.of(keycloak.get(0));
            Path realm = Path.of(keycloak.get(1));
            List<String> prefix = keycloak.subList(2, keycloak.size());
            try (KeycloakBeside beside = KeycloakBeside.start(distribution, realm, prefix, data, connection)) {
                bench.measure("tokens of Keycloak", beside.connection());
            }
        }
    }

    private void measure(String what, Connection connection) {
        try (TokenLoad load = new TokenLoad(connection, clients)) {
            load.run(WARM_UP);
            Measured measured = load.run(time);
            System.out.printf(
                    "%s (%d clients, closed loop, a connection each, by certificate, bound to a DPoP key;"
                            + " %d s after %d s of warm-up)%n",
                    measured.line(what), clients, time.toSeconds(), WARM_UP.toSeconds());
        }
    }
}
