package dev.exhibit.evidence.blob.s3;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;

/** Bytes in memory, ready to be sent as often as it takes. */
final class Part {
    private final byte[] data;
    private final Digest digest;

    /** Takes {@code data} over. */
    Part(byte[] data) {
        this.data = data;
        this.digest = Hashing.of(Bytes.owned(data));
    }

    Part(Bytes bytes) {
        this(bytes.toArray());
    }

    int size() {
        return data.length;
    }

    Digest digest() {
        return digest;
    }

    /** The digest as {@code x-amz-checksum-sha256} carries it. */
    String checksum() {
        return StrictBase64.encode(digest.bytes());
    }

    /** The array itself, which the receiver neither keeps nor changes. */
    byte[] shared() {
        return data;
    }
}
