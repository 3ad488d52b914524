package dev.exhibit.attestor.later;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import java.time.Instant;
import java.util.UUID;

/**
 * An attestation that is finished later.
 *
 * @param id names it
 * @param artifact digest of the artifact, as recomputed from its bytes
 * @param statement digest of the Statement that is signed
 * @param checked what was hashed
 * @param since when it was put in line
 * @param state how far it has come
 */
public record Waiting(UUID id, Digest artifact, Digest statement, String checked, Instant since, State state) {
    /** How far it has come. */
    public sealed interface State {
        /** It waits. */
        record Queued() implements State {}

        /**
         * It is attested.
         *
         * @param evidence the bundle's digest
         * @param key that signed
         */
        record Done(Digest evidence, KeyId key) implements State {}

        /**
         * It is refused for good.
         *
         * @param problem the problem document
         */
        record Failed(Json.Obj problem) implements State {}
    }
}
