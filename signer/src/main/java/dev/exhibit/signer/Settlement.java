package dev.exhibit.signer;

import dev.exhibit.crypto.key.VerificationKey;

/** What became of a signature that was offered to its intent. */
public sealed interface Settlement {

    /**
     * The intent holds this signature, for ever: the offered one, or that of a call that was faster.
     *
     * @param key the key that it verifies with
     * @param signature the signature, with its timestamps
     */
    record Kept(VerificationKey key, StampedSignature signature) implements Settlement {}

    /** The key was withdrawn since the intent was opened; the offered signature was not stored. */
    record KeyWithdrawn() implements Settlement {}

    /** The intent was closed meanwhile, or given another key; the offered signature was not stored. */
    record IntentClosed() implements Settlement {}
}
