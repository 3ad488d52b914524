package dev.exhibit.bench;

import dev.exhibit.client.Connection;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code bench attest|sign CONTEXT [clients] [seconds] [claims]} and {@code bench overload CONTEXT [seconds]}: load on a running service.
 * CONTEXT is a file such as {@code clients/pipeline.json} of the service's data directory. Prints a line of figures for each
 * load.
 */
public final class Main {
    private static final int ARTIFACT_BYTES = 10_240;
    private static final int STEADY_CLIENTS = 6;
    private static final int CONNECTIONS = 64;
    /** On one core the service's code is compiled only while it serves; before that it is not measured. */
    private static final Duration WARM_UP = Duration.ofSeconds(Long.getLong("exhibit.warmup", 150));

    private static final Duration AFTERWARDS = Duration.ofSeconds(15);

    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || !Set.of("attest", "sign", "overload").contains(args[0])) {
            System.err.println(
                    "usage: bench attest|sign CONTEXT [clients] [seconds] [claims in a call] | bench overload CONTEXT [seconds]");
            System.exit(2);
        }
        ObjectReader context =
                JsonReader.readObject(Bytes.owned(Files.readAllBytes(Path.of(args[1]))), JsonLimits.BODY);
        ObjectReader server = context.object("server");
        Connection connection = Connection.read(server);
        Trust trust = trust(context);
        if (args[0].equals("overload")) {
            overload(connection, trust, Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 30));
            return;
        }
        int clients = args.length > 2 ? Integer.parseInt(args[2]) : 16;
        Duration time = Duration.ofSeconds(args.length > 3 ? Long.parseLong(args[3]) : 30);

        AttestLoad load = new AttestLoad(connection, trust, clients, ARTIFACT_BYTES);
        int claims = args.length > 4 ? Integer.parseInt(args[4]) : 1;
        Function<Duration, Measured> asked = asked(load, args[0], claims);
        var unused = asked.apply(WARM_UP);
        System.out.printf(
                "%s (%d clients, closed loop, %d at a time, artifacts of %d bytes, %d s after %d s of warm-up, every answer verified)%n",
                asked.apply(time).line(args[0]),
                clients,
                claims,
                ARTIFACT_BYTES,
                time.toSeconds(),
                WARM_UP.toSeconds());
    }

    private static Function<Duration, Measured> asked(AttestLoad load, String what, int claims) {
        if (what.equals("sign")) {
            return load::sign;
        }
        return claims == 1 ? load::attest : time -> load.attestMany(time, claims);
    }

    /** What the context pins. */
    private static Trust trust(ObjectReader context) {
        Set<VerificationKey> keys =
                context.texts("keys", 64).stream().map(VerificationKey::fromPem).collect(Collectors.toSet());
        Bytes root = context.object("trustedRoot").parsed("document", StrictBase64::decode);
        return new Trust(keys, TrustRoot.decode(root), Set.of());
    }

    /** What the service can do with no more at once than it lets in, and then multiples of that, whatever it answers. */
    private static void overload(Connection connection, Trust trust, Duration time) {
        AttestLoad steady = new AttestLoad(connection, trust, STEADY_CLIENTS, ARTIFACT_BYTES);
        steady.attest(WARM_UP);
        double capacity = steady.attest(time).perSecond();
        System.out.printf(
                "capacity: %.0f per second (%d clients, closed loop, %d s after %d s of warm-up)%n",
                capacity, STEADY_CLIENTS, time.toSeconds(), WARM_UP.toSeconds());
        for (int factor : new int[] {1, 2, 3, 10}) {
            OverloadLoad load = new OverloadLoad(connection, trust, factor * capacity, CONNECTIONS, ARTIFACT_BYTES);
            System.out.printf("%4dx: %s%n", factor, load.run(time).line());
        }
        OverloadLoad.Measured afterwards =
                new OverloadLoad(connection, trust, capacity / 2, CONNECTIONS, ARTIFACT_BYTES).run(AFTERWARDS);
        System.out.printf("then 0.5x: %s; normal after %.1f s%n", afterwards.line(), afterwards.secondsToNormal());
    }
}
