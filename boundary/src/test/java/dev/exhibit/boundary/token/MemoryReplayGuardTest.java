package dev.exhibit.boundary.token;

import dev.exhibit.boundary.identity.TenantId;
import java.time.Instant;

class MemoryReplayGuardTest implements ReplayGuardContract {
    private final MemoryReplayGuard guard = new MemoryReplayGuard(() -> Instant.EPOCH);

    @Override
    public ReplayGuard guard() {
        return guard;
    }

    @Override
    public ReplayGuard replica() {
        return guard;
    }

    @Override
    public void lose(TenantId tenant) {
        guard.lose();
    }

    @Override
    public int remembered(TenantId tenant) {
        return guard.size();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }
}
