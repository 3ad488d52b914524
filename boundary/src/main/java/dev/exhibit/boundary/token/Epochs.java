package dev.exhibit.boundary.token;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.ReplayGuard.Claim;
import dev.exhibit.boundary.token.ReplayGuard.Epoch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The epochs of a {@link ReplayGuard}, as far as they are known here. Thread-safe. */
public final class Epochs {
    private static final int SECRET_SIZE = 32;

    private final Map<TenantId, Epoch> known = new ConcurrentHashMap<>();
    private final RandomGenerator random;

    /** @param random makes the secrets of epochs; a secure and thread-safe one */
    public Epochs(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The tenant's.
     *
     * @param begin where none is known: stores a fresh secret unless there is one, and answers with the epoch of the one
     *     that is there then, so that two who begin at once get the same
     */
    public Epoch of(TenantId tenant, Function<byte[], Epoch> begin) {
        Epoch there = known.get(tenant);
        if (there != null) {
            return there;
        }
        byte[] fresh = new byte[SECRET_SIZE];
        random.nextBytes(fresh);
        Epoch epoch = begin.apply(fresh);
        known.put(tenant, epoch);
        return epoch;
    }

    /** Forgets an epoch that a claim has shown to be lost. */
    public void learn(TenantId tenant, Epoch epoch, Claim claim) {
        if (claim == Claim.OTHER_EPOCH) {
            known.remove(tenant, epoch);
        }
    }
}
