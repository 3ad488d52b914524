package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Artifacts in memory; can be made to lie. */
public final class MemoryStoredArtifacts implements StoredArtifacts {
    private final Map<Name, Bytes> artifacts = new ConcurrentHashMap<>();

    private record Name(TenantId tenant, Digest digest) {}

    /** Stores bytes under a digest, be it theirs or not. */
    public void put(Call call, Digest digest, Bytes bytes) {
        artifacts.put(new Name(call.tenant(), digest), bytes);
    }

    @Override
    public InputStream open(Call call, Digest digest) {
        return Optional.ofNullable(artifacts.get(new Name(call.tenant(), digest)))
                .map(Bytes::open)
                .orElseThrow(
                        () -> new ProblemException(ProblemCode.ARTIFACT_UNAVAILABLE, digest + " is not stored here"));
    }
}
