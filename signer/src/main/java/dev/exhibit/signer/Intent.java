package dev.exhibit.signer;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.UUID;

/**
 * A recorded request to sign: stored before a key is touched, and the place where its one signature is kept.
 *
 * @param id names the intent
 * @param artifact the artifact that the signature is about
 * @param toBeSigned SHA-256 of the bytes that are signed
 * @param key the key that signs them
 * @param epoch the key's epoch when it was chosen; any change of the key's state ends an epoch
 * @param state how far it has come
 */
public record Intent(UUID id, Digest artifact, Digest toBeSigned, VerificationKey key, long epoch, State state) {

    /** How far an intent has come. */
    public sealed interface State {
        /** Nobody has a signature. */
        record Open() implements State {}

        /** Done for ever with this signature. */
        record Signed(StampedSignature signature) implements State {}
    }
}
