package dev.exhibit.boundary.token;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keys that do not change while the service runs.
 *
 * @param keys all of them
 */
public record FixedKeys(JwkSet keys) implements KeySource {
    /** @throws dev.exhibit.boundary.problem.StartRefusedException unless the file holds a key set, public keys only */
    public static FixedKeys readFile(Path file, AccessLimits.KeySets limits) {
        return StartDocument.readFile(
                file,
                RemoteKeys.jsonLimits(limits),
                document -> new FixedKeys(JwkSet.read(ObjectReader.of(document, ""), limits.keys())));
    }

    @Override
    public Optional<VerificationKey> keyFor(Jws jws) {
        return keys.keyFor(jws);
    }
}
