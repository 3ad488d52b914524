package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.function.Function;

/** What a root key signs: canonical JSON in a DSSE envelope with one signature, ECDSA P-256 with SHA-256. */
final class RootSigned {
    private RootSigned() {}

    /** @param root signs a SHA-256 with an ECDSA P-256 key */
    static CanonicalJson sign(String payloadType, CanonicalJson payload, Function<Digest, SignatureBytes> root) {
        SignatureBytes signature = root.apply(Envelope.signedDigest(payloadType, payload.bytes()));
        return CanonicalJson.of(new Envelope(payloadType, payload.bytes(), signature).toJson());
    }

    /**
     * The payload.
     *
     * @throws MalformedException if it is no envelope of that type
     * @throws dev.exhibit.crypto.key.BadSignatureException if the root key did not sign it
     */
    static Bytes open(Bytes document, String payloadType, VerificationKey root, SignatureChecker checker) {
        Envelope envelope = Envelope.read(JsonReader.readObject(document, JsonLimits.PREDICATE));
        if (!envelope.payloadType().equals(payloadType)) {
            throw new MalformedException(Reason.UNSUPPORTED, "/payloadType", "expected " + payloadType);
        }
        checker.verifyDigest(
                root,
                SignatureAlgorithm.ECDSA_P256_SHA256,
                envelope.signedDigest().bytes(),
                envelope.signature());
        return envelope.payload();
    }
}
