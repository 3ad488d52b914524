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

/**
 * {@code bench attest CONTEXT [clients] [seconds]}: load on a running service. CONTEXT is a file such as {@code
 * clients/pipeline.json} of the service's data directory. Prints one line of figures.
 */
public final class Main {
    private static final int ARTIFACT_BYTES = 10_240;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || !args[0].equals("attest")) {
            System.err.println("usage: bench attest CONTEXT [clients] [seconds]");
            System.exit(2);
        }
        ObjectReader context =
                JsonReader.readObject(Bytes.owned(Files.readAllBytes(Path.of(args[1]))), JsonLimits.BODY);
        ObjectReader server = context.object("server");
        Connection connection = Connection.read(server);
        VerificationKey key = VerificationKey.fromPem(context.texts("keys", 64).getFirst());
        int clients = args.length > 2 ? Integer.parseInt(args[2]) : 16;
        Duration time = Duration.ofSeconds(args.length > 3 ? Long.parseLong(args[3]) : 30);

        AttestLoad load = new AttestLoad(connection, key, clients, ARTIFACT_BYTES);
        load.run(WARM_UP);
        AttestLoad.Measured measured = load.run(time);
        System.out.printf(
                "attest: %.0f per second, p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                        + " (%d clients, closed loop, artifacts of %d bytes, %d s after %d s of warm-up, every answer verified)%n",
                measured.perSecond(),
                measured.millis(50),
                measured.millis(99),
                measured.latencies().getMaxValue() / 1000.0,
                clients,
                ARTIFACT_BYTES,
                time.toSeconds(),
                WARM_UP.toSeconds());
    }
}
