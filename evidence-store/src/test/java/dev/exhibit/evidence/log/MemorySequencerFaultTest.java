package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.Samples;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class MemorySequencerFaultTest extends SequencerFaultContract {
    private final LogIndex index = new MemoryLogIndex(
            batch -> Optional.of(Bytes.utf8("end at " + batch.getLast().position())));

    @Override
    protected LogIndex index() {
        return index;
    }

    @Override
    protected TenantId fresh() {
        return new TenantId(UUID.randomUUID().toString());
    }

    @Override
    protected void queue(TenantId tenant, LogName log, List<Bytes> bodies) {
        bodies.forEach(body -> index.queue(tenant, log, body, Samples.NOON));
    }
}
