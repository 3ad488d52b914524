package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.blob.BlobStore;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds bytes by digest. */
public final class FetchBlob {
    private final BlobStore blobs;
    private final EvidenceIndex index;

    public FetchBlob(BlobStore blobs, EvidenceIndex index) {
        this.blobs = blobs;
        this.index = index;
    }

    /**
     * The blob; its bytes are checked when they are read.
     *
     * @throws ProblemException {@code not_found}, for another tenant's blob just as for none; {@code integrity} if its
     *     bytes are gone; {@code unavailable}
     */
    public Blob get(Call call, Digest digest) {
        return find(call, digest)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no blob with this digest"));
    }

    /** Like {@link #get}, where a missing blob is no surprise. */
    public Optional<Blob> find(Call call, Digest digest) {
        // 1. The index says whether it exists, and how long it is.
        Optional<BlobEntry> entry = index.blob(call.tenant(), digest);
        // 2. The store has its bytes.
        return entry.map(known -> stored(call, known)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INTEGRITY, "the bytes of " + digest + " are gone; restore them")));
    }

    /** Which of these the caller's tenant does not have, in order; asked of the index alone, in one query. */
    public SortedSet<Digest> missing(Call call, SortedSet<Digest> wanted) {
        SortedSet<Digest> missing = new TreeSet<>(wanted);
        missing.removeAll(index.present(call.tenant(), wanted));
        return missing;
    }

    /** Like {@link #find}, where lost bytes are no surprise either. */
    Optional<Blob> findWhatIsLeft(Call call, Digest digest) {
        return index.blob(call.tenant(), digest).flatMap(known -> stored(call, known));
    }

    private Optional<Blob> stored(Call call, BlobEntry entry) {
        return blobs.find(call.tenant(), entry.ref());
    }
}
