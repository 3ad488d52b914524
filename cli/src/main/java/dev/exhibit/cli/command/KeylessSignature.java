package dev.exhibit.cli.command;

import dev.exhibit.boundary.secret.LocalSecrets;
import dev.exhibit.boundary.secret.SecretFolders;
import dev.exhibit.cli.verify.Providers;
import dev.exhibit.keyless.IdentityToken;
import dev.exhibit.keyless.Instance;
import dev.exhibit.keyless.KeylessBundle;
import dev.exhibit.keyless.KeylessSigning;
import java.nio.file.Path;
import java.time.Duration;

/** Keyless signing, put together: the one class of the commands that needs sigstore-java to be there. */
final class KeylessSignature {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KeylessSignature() {}

    /** @throws dev.exhibit.keyless.KeylessException if there is no bundle that our own verifier takes */
    static KeylessBundle of(Path file, KeylessOptions.Order order, Session session) {
        String token = new LocalSecrets(SecretFolders.usual(), session.environment()).read(order.token());
        KeylessSigning signing = new KeylessSigning(
                Instance.of(order.signingConfig(), order.root()),
                Providers.of(session.environment()),
                session.clock(),
                PATIENCE);
        return signing.sign(file, IdentityToken.parse(token), order.expected());
    }
}
