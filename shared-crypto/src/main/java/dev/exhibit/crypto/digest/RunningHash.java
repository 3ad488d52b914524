package dev.exhibit.crypto.digest;

import dev.exhibit.crypto.encoding.Bytes;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A hash over bytes that come in pieces, for whoever does not hold them in one stream. For one thread. */
public final class RunningHash {
    private final MessageDigest running;
    private @Nullable Bytes value;

    public RunningHash(HashAlgorithm algorithm) {
        this.running = Hashing.start(algorithm);
    }

    /** More bytes. @throws IllegalStateException once the hash was asked for */
    public void update(byte[] bytes, int offset, int length) {
        if (value != null) {
            throw new IllegalStateException("the hash is finished");
        }
        running.update(bytes, offset, length);
    }

    /** The hash of all bytes; the same at every call. */
    public Bytes value() {
        if (value == null) {
            value = Bytes.owned(running.digest());
        }
        return value;
    }
}
