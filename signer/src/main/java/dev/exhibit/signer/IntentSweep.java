package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Closes intents that nobody came back for: opened, and no signature stored within the time that a retry has. A retry
 * with the same key and request opens such an intent again. Run now and then for each tenant. Thread-safe.
 */
public final class IntentSweep {
    private final IntentLog intents;
    private final InstantSource clock;
    private final Duration intentTime;

    /** @param intentTime {@link dev.exhibit.boundary.Limits#intentTime} */
    public IntentSweep(IntentLog intents, InstantSource clock, Duration intentTime) {
        this.intents = intents;
        this.clock = clock;
        this.intentTime = intentTime;
    }

    /** Closes them for the tenant of {@code call}, under its name in the audit. Returns how many. */
    public int run(Call call) {
        return intents.abandon(call, clock.instant().minus(intentTime));
    }
}
