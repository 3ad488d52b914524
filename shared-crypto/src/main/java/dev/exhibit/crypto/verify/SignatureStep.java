package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.VerificationKey;

/** Checks that the signer's key made the bundle's signature, with the algorithm that is usual for its type. */
final class SignatureStep {
    private SignatureStep() {}

    static void check(VerificationKey key, BundleContent content, Case given, Findings findings) {
        SignatureAlgorithm algorithm = SignatureAlgorithm.usual(key.type());
        try {
            if (algorithm == SignatureAlgorithm.ECDSA_P256_SHA256) {
                Digest signed = content.signedDigest();
                given.checker().verifyDigest(key, algorithm, signed.bytes(), content.signature());
                findings.held(Check.Name.SIGNATURE, key.type().label() + " over " + signed);
            } else {
                given.checker().verify(key, algorithm, signedBytes(content, given), content.signature());
                findings.held(Check.Name.SIGNATURE, algorithm + " over the bytes");
            }
        } catch (MalformedException why) {
            throw new Refusal(
                    RefusalCode.SIGNATURE_MALFORMED,
                    "a strictly encoded signature by an " + key.type().label() + " key",
                    why);
        } catch (BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.SIGNATURE_INVALID,
                    "a signature of key " + key.id() + " over " + content.signedDigest(),
                    "another signature, or a signature over other bytes");
        }
    }

    /** What the signature is over, in full. */
    static Bytes signedBytes(BundleContent content, Case given) {
        return switch (content) {
            case BundleContent.Dsse dsse ->
                Envelope.signedBytes(
                        dsse.envelope().payloadType(), dsse.envelope().payload());
            case BundleContent.Message ignored ->
                switch (given.artifact()) {
                    case Artifact.Whole whole -> whole.content();
                    case Artifact.Named named ->
                        throw new Refusal(
                                RefusalCode.ARTIFACT_BYTES_NEEDED,
                                "the artifact itself",
                                "only its digest " + named.digest());
                };
        };
    }
}
