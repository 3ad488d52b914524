package dev.exhibit.signer;

import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An order for a signed document that was accepted and is finished later.
 *
 * @param id names it
 * @param request what was asked; without its payload once it has ended
 * @param statement digest of the payload
 * @param by who asked
 * @param since when it was put in line
 * @param state how far it has come
 */
public record WaitingOrder(UUID id, SignRequest request, Digest statement, By by, Instant since, State state) {
    /**
     * Who asked, as the audit has it.
     *
     * @param proof as {@code Call} has it
     * @param waived as {@code Call} has it
     */
    public record By(
            ServiceIdentity identity,
            Role role,
            CorrelationId correlation,
            Optional<String> proof,
            List<String> waived) {
        public By {
            waived = List.copyOf(waived);
        }
    }

    /** How far an order has come. */
    public sealed interface State {
        /** It waits. */
        record Queued() implements State {}

        /**
         * It is attested.
         *
         * @param evidence the digest under which the bundle is stored
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
