package dev.exhibit.client;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a client takes from its surroundings.
 *
 * @param retries how patient it is
 * @param ids random ids
 * @param clock states when a proof was made
 * @param random makes the key of proofs
 */
public record ClientParts(Retries retries, Supplier<UUID> ids, InstantSource clock, SecureRandom random) {}
