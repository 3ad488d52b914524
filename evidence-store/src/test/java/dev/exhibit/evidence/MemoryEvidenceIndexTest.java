package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.journal.JournalEvent;
import java.util.List;

class MemoryEvidenceIndexTest extends EvidenceIndexContract {
    private final MemoryEvidenceIndex index = new MemoryEvidenceIndex();

    @Override
    protected EvidenceIndex index() {
        return index;
    }

    @Override
    protected List<String> audited(TenantId tenant) {
        return index.audited(tenant);
    }

    @Override
    protected List<JournalEvent> journaled(TenantId tenant) {
        return index.journaled(tenant);
    }
}
