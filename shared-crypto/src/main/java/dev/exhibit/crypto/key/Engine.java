package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;

/** One algorithm of one provider. What it is given has passed the strict checks of form. Thread-safe. */
sealed interface Engine permits JcaEngine, BouncyCastleEngine {
    /** Whose. */
    CryptoProvider provider();

    /**
     * Returns if {@code key} signed {@code input}.
     *
     * @param input the message, or its digest for algorithms that take one
     * @throws MalformedException if the provider does not take the key
     * @throws BadSignatureException if the signature is another one
     */
    void verify(VerificationKey key, Bytes input, SignatureBytes signature);
}
