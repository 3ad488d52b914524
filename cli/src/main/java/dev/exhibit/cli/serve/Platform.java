package dev.exhibit.cli.serve;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the process takes from outside itself; tests give their own.
 *
 * @param clock the time, UTC
 * @param random cryptographic randomness
 * @param ids random ids
 */
public record Platform(InstantSource clock, SecureRandom random, Supplier<UUID> ids) {

    /** The real ones. */
    public static Platform ofProcess() {
        return new Platform(Clock.systemUTC(), new SecureRandom(), UUID::randomUUID);
    }
}
