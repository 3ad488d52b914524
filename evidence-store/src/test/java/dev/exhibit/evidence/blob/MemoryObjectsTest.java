package dev.exhibit.evidence.blob;

import dev.exhibit.crypto.encoding.Bytes;

class MemoryObjectsTest extends ObjectStoreContract {
    private final MemoryObjects store = new MemoryObjects();

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void damage(ObjectName name, Bytes wrong) {
        store.damage(name, wrong);
    }

    @Override
    protected void assertNothingHalfWritten() {
        // Nothing is kept but what was created.
    }
}
