package dev.exhibit.signer;

import java.time.InstantSource;

class MemorySignerPortsTest implements KeyDirectoryContract, IntentLogContract {
    private final MemoryKeyDirectory keys = new MemoryKeyDirectory();
    private final MemoryIntentLog log = new MemoryIntentLog(keys, InstantSource.fixed(NOW));

    @Override
    public KeyDirectory directory() {
        return keys;
    }

    @Override
    public KeyDirectory keys() {
        return keys;
    }

    @Override
    public IntentLog log() {
        return log;
    }
}
