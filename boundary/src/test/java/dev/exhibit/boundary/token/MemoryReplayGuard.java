package dev.exhibit.boundary.token;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What {@link ReplayGuard} promises, for one process and until it ends. */
public final class MemoryReplayGuard implements ReplayGuard {
    private final InstantSource clock;
    private final Map<TenantId, Epoch> epochs = new HashMap<>();
    private final Map<Claimed, Instant> seen = new HashMap<>();

    private record Claimed(TenantId tenant, Digest proof) {}

    public MemoryReplayGuard(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Epoch epoch(TenantId tenant) {
        return epochs.computeIfAbsent(tenant, fresh -> {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            return new Epoch(Bytes.owned(secret));
        });
    }

    @Override
    public synchronized Claim claim(TenantId tenant, Epoch epoch, Digest proof, Instant until) {
        Instant now = clock.instant();
        seen.values().removeIf(expiry -> expiry.isBefore(now));
        if (!Objects.equals(epochs.get(tenant), epoch)) {
            return Claim.OTHER_EPOCH;
        }
        return seen.putIfAbsent(new Claimed(tenant, proof), until) == null ? Claim.FIRST : Claim.SEEN;
    }

    /** Forgets everything, as a lost database does. */
    public synchronized void lose() {
        epochs.clear();
        seen.clear();
    }

    synchronized int size() {
        return seen.size();
    }
}
