package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes under their SHA-256, apart for each tenant. Contract, which {@code BlobStoreContract} tests:
 *
 * <ul>
 *   <li><b>Create-only.</b> Stored bytes are never changed, replaced or removed. Of concurrent creators of one digest one
 *       wins and all succeed.
 *   <li><b>Durable.</b> When {@code put} returns, bytes and name outlive a power cut. When it throws, the blob may be there
 *       or not, never in part; the caller repeats the same call, as often as it likes.
 *   <li><b>Named by content.</b> Bytes of another digest are refused and leave nothing behind.
 *   <li><b>Consistent.</b> What {@code put} acknowledged, {@code find} finds at once, in every process.
 *   <li><b>Not trusted.</b> A store may lose or change bytes; it must not be able to pass them off. So reading goes through
 *       {@link Blob}, which hashes each chunk, and a second {@code put} compares what is there with the good bytes at hand:
 *       wrong ones are reported as {@code integrity}, not silently mended. What was found wrong is moved to quarantine.
 *   <li><b>Thread-safe.</b> Calls block; run them on virtual threads.
 * </ul>
 */
public interface BlobStore {
    /**
     * What a {@code put} did.
     *
     * @param digest the name
     * @param size number of bytes
     * @param manifest digest of its manifest
     * @param version what the object store calls these bytes; empty where it has no versions
     * @param created whether this call created the blob; {@code false} if it was there before
     */
    record Stored(Digest digest, long size, Digest manifest, String version, boolean created) {
        /** For the index. */
        public BlobRef ref() {
            return new BlobRef(digest, size, Optional.of(manifest), version);
        }
    }

    /**
     * Stores {@code bytes}, read to their end and not closed.
     *
     * @param expected the digest that they must have
     * @param maxBytes how many they may be
     * @throws dev.exhibit.boundary.problem.ProblemException {@code digest_mismatch}, {@code too_large}, {@code malformed}
     *     where the bytes break off, {@code integrity} where other bytes lie under this digest, {@code unavailable} where
     *     they cannot be written
     */
    Stored put(TenantId tenant, Digest expected, InputStream bytes, long maxBytes);

    /** Stores bytes at hand under their digest. */
    default Stored put(TenantId tenant, Bytes bytes) {
        try (InputStream in = bytes.open()) {
            return put(tenant, Hashing.of(bytes), in, bytes.size());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The blob that the index knows, if its bytes are there. Nothing is read yet. */
    Optional<Blob> find(TenantId tenant, BlobRef known);

    /** The tenants that have blobs. */
    List<TenantId> tenants();

    /**
     * The names of a tenant's blobs, a 256th part at a time.
     *
     * @param firstByte 0 to 255: the first byte of the digests wanted
     */
    Set<Digest> names(TenantId tenant, int firstByte);
}
