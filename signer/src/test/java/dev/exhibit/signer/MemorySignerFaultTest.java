package dev.exhibit.signer;

import java.time.Instant;
import java.time.InstantSource;

class MemorySignerFaultTest extends SignerFaultContract {
    @Override
    protected Ports ports() {
        MemoryKeyDirectory keys = new MemoryKeyDirectory();
        return new Ports(keys, new MemoryIntentLog(keys, InstantSource.fixed(Instant.EPOCH)));
    }
}
