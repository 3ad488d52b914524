package dev.exhibit.keyless;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.sigstore.AlgorithmRegistry.SigningAlgorithm;
import dev.sigstore.encryption.signers.Signer;
import dev.sigstore.encryption.signers.Signers;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** An ECDSA P-256 key that exists in memory only, for one artifact. */
final class OneTimeKey {
    private final Signer signer = Signers.from(SigningAlgorithm.PKIX_ECDSA_P256_SHA_256);

    PublicKey published() {
        return signer.getPublicKey();
    }

    /** The signature over bytes with this digest. */
    SignatureBytes sign(Digest digest) {
        try {
            return new SignatureBytes(
                    Bytes.owned(signer.signDigest(digest.bytes().toArray())));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JVM has no ECDSA", impossible);
        }
    }

    /** The signature over {@code text}, which proves to the authority that the key is here. */
    Bytes prove(String text) {
        try {
            return Bytes.owned(signer.sign(Bytes.utf8(text).toArray()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JVM has no ECDSA", impossible);
        }
    }
}
