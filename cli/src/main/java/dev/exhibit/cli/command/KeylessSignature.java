package dev.exhibit.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.exhibit.boundary.secret.LocalSecrets;
import dev.exhibit.boundary.secret.SecretFolders;
import dev.exhibit.cli.verify.Providers;
import dev.exhibit.keyless.IdentityToken;
import dev.exhibit.keyless.Instance;
import dev.exhibit.keyless.KeylessBundle;
import dev.exhibit.keyless.KeylessSigning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keyless signing, put together: the one class of the commands that needs sigstore-java to be there. */
final class KeylessSignature {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KeylessSignature() {}

    /** @throws dev.exhibit.keyless.KeylessException if there is no bundle that our own verifier takes */
    static KeylessBundle of(Path file, KeylessOptions.Order order, Session session) {
        silence();
        String token = new LocalSecrets(SecretFolders.usual(), session.environment()).read(order.token());
        KeylessSigning signing = new KeylessSigning(
                Instance.of(order.signingConfig(), order.root()),
                Providers.of(session.environment()),
                session.clock(),
                PATIENCE);
        return signing.sign(file, IdentityToken.parse(token), order.expected());
    }

    /** Even with EXHIBIT_DEBUG: what gRPC says of the bytes it sends holds the token. */
    private static void silence() {
        LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        logging.reset();
        logging.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        LogManager.getLogManager().reset();
    }
}
