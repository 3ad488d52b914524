package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Another store whose writes fail as a script says, one step a write; after the script all succeed. */
public final class FaultyBlobStore implements BlobStore {
    /** What happens to one write. */
    public enum Fault {
        NONE,
        /** Fails and nothing is stored. */
        NOT_APPLIED,
        /** Fails although the blob is stored: the answer got lost. */
        APPLIED
    }

    private final BlobStore inner;
    private final Deque<Fault> script = new ArrayDeque<>();

    public FaultyBlobStore(BlobStore inner) {
        this.inner = inner;
    }

    /** Sets what happens to the next writes. */
    public synchronized void script(Fault... faults) {
        script.clear();
        script.addAll(List.of(faults));
    }

    @Override
    public Stored put(TenantId tenant, Digest expected, InputStream bytes, long maxBytes) {
        Fault fault = next();
        if (fault == Fault.NOT_APPLIED) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: not applied");
        }
        Stored stored = inner.put(tenant, expected, bytes, maxBytes);
        if (fault == Fault.APPLIED) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: applied, but failed");
        }
        return stored;
    }

    private synchronized Fault next() {
        Fault fault = script.poll();
        return fault == null ? Fault.NONE : fault;
    }

    @Override
    public Optional<Blob> find(TenantId tenant, Digest digest) {
        return inner.find(tenant, digest);
    }

    @Override
    public List<TenantId> tenants() {
        return inner.tenants();
    }

    @Override
    public Set<Digest> names(TenantId tenant, int firstByte) {
        return inner.names(tenant, firstByte);
    }
}
