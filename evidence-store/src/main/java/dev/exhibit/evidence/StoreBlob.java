package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Keeps bytes under their digest. */
public final class StoreBlob {
    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final Limits limits;
    private final InstantSource clock;

    public StoreBlob(BlobStore blobs, EvidenceIndex index, Limits limits, InstantSource clock) {
        this.blobs = blobs;
        this.index = index;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Stores {@code bytes}, which must have the digest named. Repeating is harmless, also after a failure: bytes that are
     * there without a row are adopted.
     *
     * @param bytes read to their end, not closed
     * @throws dev.exhibit.boundary.problem.ProblemException {@code digest_mismatch}, {@code too_large}, {@code malformed}
     *     where the bytes break off, {@code integrity}, {@code unavailable}
     */
    public Stored put(Call call, Digest expected, InputStream bytes) {
        // 1. The bytes, durable under their digest.
        Instant begun = clock.instant();
        Stored stored = blobs.put(call.tenant(), expected, bytes, limits.artifact());
        // 2. B: the row that makes them exist, and the audit record.
        Instant now = clock.instant();
        index.write(call, now, new Batch(List.of(BlobEntry.of(stored)), List.of(), Duration.between(begun, now)));
        return stored;
    }
}
