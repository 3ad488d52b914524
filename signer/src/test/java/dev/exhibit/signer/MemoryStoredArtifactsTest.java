package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;

class MemoryStoredArtifactsTest implements StoredArtifactsContract {
    private final MemoryStoredArtifacts artifacts = new MemoryStoredArtifacts();

    @Override
    public StoredArtifacts artifacts() {
        return artifacts;
    }

    @Override
    public void store(Call call, Bytes artifact) {
        artifacts.put(call, Hashing.of(artifact), artifact);
    }
}
