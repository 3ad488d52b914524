package dev.exhibit.signer;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import java.util.List;

/**
 * A signature, and what proves when it was there.
 *
 * @param signature the signature
 * @param timestamps RFC 3161 responses over its bytes, DER, one of each authority; none where it was kept before there were any
 */
public record StampedSignature(SignatureBytes signature, List<Bytes> timestamps) {
    /** The most timestamps that are kept with one signature. */
    public static final int MAX_TIMESTAMPS = 8;

    public StampedSignature {
        timestamps = List.copyOf(timestamps);
        if (timestamps.size() > MAX_TIMESTAMPS) {
            throw new IllegalArgumentException("at most " + MAX_TIMESTAMPS + " timestamps");
        }
    }
}
