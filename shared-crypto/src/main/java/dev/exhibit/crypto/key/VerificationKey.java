package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;

/**
 * A public key that signatures are checked with: ECDSA on P-256.
 *
 * @param id SHA-256 of {@code spki}
 * @param spki DER-encoded SubjectPublicKeyInfo (RFC 5280 section 4.1), a named curve and an uncompressed point on it
 */
public record VerificationKey(KeyId id, Bytes spki) {
    private static final String PEM_LABEL = "PUBLIC KEY";

    /** @throws MalformedException unless {@code spki} is a P-256 key in its one encoding */
    public VerificationKey(Bytes spki) {
        this(new KeyId(Hashing.of(spki)), spki);
    }

    public VerificationKey {
        P256.requirePublicKey(spki);
        if (!id.digest().equals(Hashing.of(spki))) {
            throw new IllegalArgumentException("key id does not belong to this key");
        }
    }

    /** The key that a certificate or a key store holds. */
    public static VerificationKey of(PublicKey key) {
        return new VerificationKey(Bytes.of(key.getEncoded()));
    }

    /** Reads one {@code PUBLIC KEY} block (RFC 7468 section 13). */
    public static VerificationKey fromPem(String pem) {
        return new VerificationKey(Pem.decode(PEM_LABEL, pem));
    }

    public String toPem() {
        return Pem.encode(PEM_LABEL, spki);
    }

    /**
     * Returns if this key made {@code signature} over the bytes whose SHA-256 is {@code signed}.
     *
     * @throws MalformedException if the signature is not strict DER with both numbers in range
     * @throws BadSignatureException if the signature is another one
     */
    public void verify(Digest signed, SignatureBytes signature) {
        EcdsaSignature.ofDer(signature);
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki.toArray()));
            Signature ecdsa = Signature.getInstance(SigningKey.ALGORITHM);
            ecdsa.initVerify(key);
            ecdsa.update(signed.bytes().toArray());
            if (!ecdsa.verify(signature.bytes().toArray())) {
                throw new BadSignatureException(id);
            }
        } catch (SignatureException impossibleNumbers) {
            throw new BadSignatureException(id);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has ECDSA on P-256", impossible);
        }
    }
}
