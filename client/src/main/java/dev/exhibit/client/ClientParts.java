package dev.exhibit.client;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a client takes from its surroundings.
 *
 * @param retries how patient it is
 * @param ids random ids
 * @param clock states when a proof was made
 * @param random makes keys
 * @param warnings told, in a line each, what does not go as it should and stops nobody yet
 */
public record ClientParts(
        Retries retries, Supplier<UUID> ids, InstantSource clock, SecureRandom random, Consumer<String> warnings) {

    /** For whom nobody listens to warnings. */
    public ClientParts(Retries retries, Supplier<UUID> ids, InstantSource clock, SecureRandom random) {
        this(retries, ids, clock, random, unheard -> {});
    }
}
