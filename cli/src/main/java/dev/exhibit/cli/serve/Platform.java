package dev.exhibit.cli.serve;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the process takes from outside itself; tests give their own.
 *
 * @param clock the time, UTC
 * @param random cryptographic randomness
 * @param ids random ids
 * @param environment environment variables
 */
public record Platform(InstantSource clock, SecureRandom random, Supplier<UUID> ids, Map<String, String> environment) {
    public Platform {
        environment = Map.copyOf(environment);
    }

    /** Without the values of the environment, some of which are secrets. */
    @Override
    public String toString() {
        return "Platform";
    }

    /** The real ones. */
    public static Platform ofProcess(Map<String, String> environment) {
        return new Platform(Clock.systemUTC(), new SecureRandom(), UUID::randomUUID, environment);
    }
}
