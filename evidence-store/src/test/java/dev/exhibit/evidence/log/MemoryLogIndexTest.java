package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import java.util.Optional;
import java.util.UUID;

class MemoryLogIndexTest extends LogIndexContract {
    private final LogIndex index = new MemoryLogIndex(batch -> Optional.empty());

    @Override
    protected LogIndex index() {
        return index;
    }

    @Override
    protected TenantId fresh() {
        return new TenantId(UUID.randomUUID().toString());
    }
}
