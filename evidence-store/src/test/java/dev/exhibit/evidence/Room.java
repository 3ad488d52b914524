package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.FaultyObjects;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.derive.Functions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** The whole room over fakes, whose writes a test can make fail. */
public final class Room {
    static final Digest JAR = Samples.digest("jar");
    static final MediaType CYCLONEDX = new MediaType("application/vnd.cyclonedx+json");

    public final Call call = Samples.call("acme");
    public final Call stranger = Samples.call("stranger");
    public final MemoryObjects stored = new MemoryObjects();
    public final MemoryEvidenceIndex indexed = new MemoryEvidenceIndex();
    public final FaultyObjects objects = new FaultyObjects(stored);
    public final BlobStore blobs = new ChunkedBlobs(objects, new Quarantine(stored, found -> {}));
    public final FaultyEvidenceIndex index = new FaultyEvidenceIndex(indexed);
    public final Limits limits = Limits.defaults();
    public final LongDocuments documents = new LongDocuments(Duration.ZERO);
    public final InstantSource clock = InstantSource.fixed(Samples.NOON);

    public final StoreBlob storeBlob = new StoreBlob(blobs, index, limits, clock);
    public final FetchBlob fetchBlob = new FetchBlob(blobs, index);
    public final RegisterEvidence registerEvidence = new RegisterEvidence(blobs, index, documents, limits, clock);
    public final FindEvidence findEvidence = new FindEvidence(index);
    public final StoreAttestation storeAttestation = new StoreAttestation(blobs, index, clock);
    public final DeriveSlice deriveSlice = new DeriveSlice(blobs, index, documents, limits, clock);
    public final SplitVex splitVex =
            new SplitVex(blobs, index, new LongDocuments(Duration.ofMinutes(1)), limits, clock);
    public final ExplainSlice explainSlice =
            new ExplainSlice(blobs, index, new LongDocuments(Duration.ofMinutes(1)), limits, clock);
    public final ReplayDerivation replayDerivation =
            new ReplayDerivation(blobs, index, Functions.standard(), documents, limits);
    public final Reconcile reconcile = new Reconcile(blobs, index);

    /** Stores bytes. */
    public Digest put(Bytes bytes) {
        Digest digest = Hashing.of(bytes);
        storeBlob.put(call, digest, bytes.open());
        return digest;
    }

    /** Stores and registers a document about {@link #JAR}. */
    public Digest put(EvidenceKind kind, Bytes document) {
        Digest digest = put(document);
        registerEvidence.register(call, Registration.of(digest, kind, Samples.JSON, Set.of(JAR), Set.of()));
        return digest;
    }

    /** Stores and registers an SBOM of {@link #JAR}. */
    public Digest putSbom(Bytes document) {
        Digest digest = put(document);
        registerEvidence.register(call, Registration.of(digest, EvidenceKind.SBOM, CYCLONEDX, Set.of(JAR), Set.of()));
        return digest;
    }
}
