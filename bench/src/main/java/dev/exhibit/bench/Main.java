package dev.exhibit.bench;

import dev.exhibit.client.Connection;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * {@code bench attest DATA [clients] [seconds]} and {@code bench tokens DATA [clients] [seconds] [KEYCLOAK REALM [PREFIX…]]}:
 * load on a running service whose data directory is DATA. Prints a line of figures for each that was measured.
 */
public final class Main {
    private static final int ARTIFACT_BYTES = 10_240;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final Path data;
    private final int clients;
    private final Duration time;

    private Main(Path data, int clients, Duration time) {
        this.data = data;
        this.clients = clients;
        this.time = time;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || !List.of("attest", "tokens").contains(args[0])) {
            System.err.println("usage: bench attest|tokens DATA [clients] [seconds] [KEYCLOAK REALM [PREFIX…]]");
            System.exit(2);
        }
        Main main = new Main(
                Path.of(args[1]),
                args.length > 2 ? Integer.parseInt(args[2]) : 16,
                Duration.ofSeconds(args.length > 3 ? Long.parseLong(args[3]) : 30));
        if (args[0].equals("attest")) {
            main.attest();
        } else {
            main.tokens(Arrays.asList(args).subList(Math.min(4, args.length), args.length));
        }
    }

    private void attest() throws IOException {
        ObjectReader context = context();
        Connection connection = Connection.read(context.object("server"));
        VerificationKey key = VerificationKey.fromPem(context.texts("keys", 64).getFirst());
        AttestLoad load = new AttestLoad(connection, key, clients, ARTIFACT_BYTES);
        load.run(WARM_UP);
        print("attest", load.run(time), "artifacts of %d bytes, every answer verified".formatted(ARTIFACT_BYTES));
    }

    private void tokens(List<String> keycloak) throws IOException {
        Connection connection = Connection.read(context().object("server"));
        tokens("tokens of the authority", connection);
        if (keycloak.size() > 1) {
            try (KeycloakBeside beside = KeycloakBeside.start(
                    Path.of(keycloak.get(0)),
                    Path.of(keycloak.get(1)),
                    keycloak.subList(2, keycloak.size()),
                    data,
                    connection)) {
                tokens("tokens of Keycloak", beside.connection());
            }
        }
    }

    private void tokens(String what, Connection connection) {
        try (TokenLoad load = new TokenLoad(connection, clients)) {
            load.run(WARM_UP);
            print(what, load.run(time), "by certificate, bound to a DPoP key, a connection each");
        }
    }

    private void print(String what, Measured measured, String conditions) {
        System.out.println(measured.line(what)
                + " (%d clients, closed loop, %d s after %d s of warm-up, %s)"
                        .formatted(clients, time.toSeconds(), WARM_UP.toSeconds(), conditions));
    }

    private ObjectReader context() throws IOException {
        byte[] context = Files.readAllBytes(data.resolve("clients/pipeline.json"));
        return JsonReader.readObject(Bytes.owned(context), JsonLimits.BODY);
    }
}
