package dev.exhibit.signer;

import dev.exhibit.signer.root.TrustVersions;
import java.time.InstantSource;

class MemorySignerPortsTest implements KeyDirectoryContract, IntentLogContract, TrustVersionsContract {
    private final MemoryKeyDirectory keys = new MemoryKeyDirectory();
    private final MemoryIntentLog log = new MemoryIntentLog(keys, InstantSource.fixed(NOW));

    private final TrustVersions versions = new MemoryTrustVersions();

    @Override
    public TrustVersions versions() {
        return versions;
    }

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
