package dev.exhibit.evidence.blob;

import dev.exhibit.crypto.digest.Digest;
import java.util.Optional;

/**
 * What the index knows of a stored blob, and what its bytes are checked against.
 *
 * @param digest its name
 * @param size number of bytes
 * @param manifest digest of its manifest; absent only for blobs that were stored before there were any, which are read
 *     whole or not at all
 * @param version what the object store calls these bytes; empty for the latest: where it has no versions, or had none when
 *     they were put
 */
public record BlobRef(Digest digest, long size, Optional<Digest> manifest, String version) {
    /** Of a blob whose manifest follows from digest and size, or is not known. */
    public static BlobRef of(Digest digest, long size) {
        return new BlobRef(
                digest,
                size,
                Manifest.isKept(size)
                        ? Optional.empty()
                        : Optional.of(Manifest.single(digest, size).id()),
                "");
    }
}
