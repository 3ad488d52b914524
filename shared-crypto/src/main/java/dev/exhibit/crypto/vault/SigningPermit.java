package dev.exhibit.crypto.vault;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.KeyId;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Leave to make one signature: bound to one recorded intent, one key and one digest, and good for one use. The only way
 * to a key.
 */
public final class SigningPermit {
    private final UUID intent;
    private final KeyId key;
    private final Digest toBeSigned;
    private final AtomicBoolean used = new AtomicBoolean();

    public SigningPermit(UUID intent, KeyId key, Digest toBeSigned) {
        this.intent = intent;
        this.key = key;
        this.toBeSigned = toBeSigned;
    }

    public UUID intent() {
        return intent;
    }

    public KeyId key() {
        return key;
    }

    /** SHA-256 of the bytes that the signature is over. */
    public Digest toBeSigned() {
        return toBeSigned;
    }

    /** A vault calls this first. @throws IllegalStateException on the second call */
    public void consume() {
        if (!used.compareAndSet(false, true)) {
            throw new IllegalStateException("a signing permit is good for one signature");
        }
    }
}
