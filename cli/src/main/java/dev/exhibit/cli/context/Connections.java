package dev.exhibit.cli.context;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Opens clients for a context. */
public final class Connections {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Connections() {}

    /** A client for the context's own server, whose warnings nobody hears. */
    public static ExhibitClient open(Context context) {
        return new ExhibitClient(required(context), parts(unheard -> {}));
    }

    /** What clients of this process work with. */
    public static ClientParts parts(Consumer<String> warnings) {
        return new ClientParts(
                Retries.defaults(Connections::pause, RANDOM),
                UUID::randomUUID,
                InstantSource.system(),
                RANDOM,
                warnings);
    }

    /** The server of {@code context}. @throws CommandFailure with what to do where it names none */
    public static Connection required(Context context) {
        return context.server()
                .orElseThrow(() -> CommandFailure.usage("context '" + context.name() + "' names no server: pin one with"
                        + " 'exhibit context use FILE', FILE from the clients folder of the service's data"));
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
