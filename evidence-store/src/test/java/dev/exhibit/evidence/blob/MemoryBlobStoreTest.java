package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;

class MemoryBlobStoreTest extends BlobStoreContract {
    private final MemoryBlobStore store = new MemoryBlobStore();

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected void damage(TenantId tenant, Digest digest, Bytes wrong) {
        store.damage(tenant, digest, wrong);
    }

    @Override
    protected void assertNothingHalfWritten() {
        // Memory holds whole values only.
    }
}
