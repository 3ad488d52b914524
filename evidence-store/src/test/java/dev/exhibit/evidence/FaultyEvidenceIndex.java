package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Another index whose next write fails once, as told. */
public final class FaultyEvidenceIndex implements EvidenceIndex {
    private final EvidenceIndex inner;
    private Fault next = Fault.NONE;

    public FaultyEvidenceIndex(EvidenceIndex inner) {
        this.inner = inner;
    }

    /** Sets what happens to the next write. */
    public synchronized void next(Fault fault) {
        next = fault;
    }

    @Override
    public synchronized List<EvidenceRecord> write(Call call, Instant at, Batch batch) {
        Fault fault = next;
        next = Fault.NONE;
        if (fault == Fault.NOT_APPLIED) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: not applied");
        }
        List<EvidenceRecord> written = inner.write(call, at, batch);
        if (fault == Fault.APPLIED) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: applied, but failed");
        }
        return written;
    }

    @Override
    public Optional<BlobEntry> blob(TenantId tenant, Digest digest) {
        return inner.blob(tenant, digest);
    }

    @Override
    public Set<Digest> present(TenantId tenant, Collection<Digest> wanted) {
        return inner.present(tenant, wanted);
    }

    @Override
    public Optional<EvidenceRecord> find(TenantId tenant, Digest digest) {
        return inner.find(tenant, digest);
    }

    @Override
    public List<EvidenceRecord> all(TenantId tenant, Set<Digest> digests) {
        return inner.all(tenant, digests);
    }

    @Override
    public List<EvidenceRecord> about(TenantId tenant, About question, int max) {
        return inner.about(tenant, question, max);
    }

    @Override
    public List<Edge> edges(TenantId tenant, Set<Digest> digests, int max) {
        return inner.edges(tenant, digests, max);
    }

    @Override
    public List<Digest> blobsAfter(TenantId tenant, Digest after, int max) {
        return inner.blobsAfter(tenant, after, max);
    }

    @Override
    public long storedBytes(TenantId tenant) {
        return inner.storedBytes(tenant);
    }
}
