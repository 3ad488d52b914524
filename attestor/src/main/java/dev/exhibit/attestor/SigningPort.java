package dev.exhibit.attestor;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.List;

/**
 * The attestor's way to the signer.
 *
 * <p>Contract: the signer reads the artifact's bytes itself and signs only if their SHA-256 is the one in the order. An
 * order with the same key and content gives the same signature and timestamps for ever; with other content it is refused. When it
 * returns, the signature is durable; when it throws {@code ProblemException}, nobody has a signature or a repetition of
 * the order will return it. The attestor does not trust it: it verifies what comes back.
 */
public interface SigningPort {
    Signed sign(Call call, Order order);

    /**
     * Takes an order as far as that it may be signed later: everything that only the caller can give has been taken, the
     * artifact's bytes included. Refuses as {@link #sign} does.
     */
    void accept(Call call, Order order);

    /** The same signer for the orders of one call: what several of them name alike as their artifact is read once. */
    SigningPort forOneCall();

    /**
     * What is to be signed.
     *
     * @param key names the order
     * @param artifact the digest that the artifact's bytes must have
     * @param source where those bytes come from
     * @param payloadType DSSE payload type
     * @param payload DSSE payload: a Statement about the artifact
     */
    record Order(IdempotencyKey key, Digest artifact, ArtifactInput source, String payloadType, Bytes payload) {}

    /**
     * A signature over the DSSE pre-authentication encoding.
     *
     * @param signature the signature
     * @param key the key it verifies with
     * @param timestamps RFC 3161 responses over the signature, DER; stable as it is
     * @param checked what was hashed, for example {@code bytes}
     */
    record Signed(SignatureBytes signature, VerificationKey key, List<Bytes> timestamps, String checked) {
        public Signed {
            timestamps = List.copyOf(timestamps);
        }
    }
}
