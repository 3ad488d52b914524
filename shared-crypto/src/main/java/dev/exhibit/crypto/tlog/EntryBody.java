package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import java.util.Optional;

/**
 * What an entry of any kind says: that somebody's key signed something.
 *
 * @param generation of the log's protocol
 * @param subject what the hash is of
 * @param algorithm of the hash
 * @param hash of the subject
 * @param signature as logged
 * @param verifier the certificate or the public key (SubjectPublicKeyInfo) that was logged, DER
 * @param verifierKind which of the two
 * @param signedWith the algorithm, where the kind of entry names it
 */
public record EntryBody(
        Generation generation,
        Subject subject,
        HashAlgorithm algorithm,
        Bytes hash,
        SignatureBytes signature,
        Bytes verifier,
        VerifierKind verifierKind,
        Optional<SignatureAlgorithm> signedWith) {

    /** Versions of Rekor. */
    public enum Generation {
        /** A time and a promise by the log; an index over several trees. */
        REKOR_V1,
        /** A tile log: no time of its own, one tree. */
        REKOR_V2
    }

    /** What {@link EntryBody#hash} is the hash of. */
    public enum Subject {
        /** What the signature is over: the artifact, or an envelope's pre-authentication encoding. */
        SIGNED_BYTES,
        /** The payload of an envelope. */
        PAYLOAD
    }

    /** How the signer is named. */
    public enum VerifierKind {
        CERTIFICATE,
        PUBLIC_KEY
    }
}
