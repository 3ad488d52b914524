package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import java.security.PublicKey;

/** A public key that signatures are checked with. Equal if its encoding is. */
public final class VerificationKey {
    private static final String PEM_LABEL = "PUBLIC KEY";
    /** SubjectPublicKeyInfo of P-256 up to the point (RFC 5480 section 2). */
    private static final Bytes P256_BEFORE_POINT = Hex.decode("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private final KeyId id;
    private final Bytes spki;
    private final KeyType type;

    /**
     * @param spki DER-encoded SubjectPublicKeyInfo (RFC 5280 section 4.1)
     * @throws MalformedException unless it is a key of a known {@link KeyType} in its one encoding
     */
    public VerificationKey(Bytes spki) {
        this.type = PublicKeyInfo.typeOf(spki);
        this.id = new KeyId(Hashing.of(spki));
        this.spki = spki;
    }

    /**
     * A key that is stored under its id.
     *
     * @throws IllegalArgumentException if the id is another key's
     */
    public VerificationKey(KeyId id, Bytes spki) {
        this(spki);
        if (!this.id.equals(id)) {
            throw new IllegalArgumentException("key id does not belong to this key");
        }
    }

    /** The key that a certificate or a key store holds. */
    public static VerificationKey of(PublicKey key) {
        return new VerificationKey(Bytes.of(key.getEncoded()));
    }

    /** The key of P-256 with this point, uncompressed. @throws MalformedException for what is no point of the curve */
    public static VerificationKey ofP256(Bytes point) {
        return new VerificationKey(Bytes.concat(P256_BEFORE_POINT, point));
    }

    /** Reads one {@code PUBLIC KEY} block (RFC 7468 section 13). */
    public static VerificationKey fromPem(String pem) {
        return new VerificationKey(Pem.decode(PEM_LABEL, pem));
    }

    public String toPem() {
        return Pem.encode(PEM_LABEL, spki);
    }

    /** SHA-256 of {@link #spki}. */
    public KeyId id() {
        return id;
    }

    /** DER-encoded SubjectPublicKeyInfo. */
    public Bytes spki() {
        return spki;
    }

    /** The key itself: what the bit string of {@link #spki} holds. */
    public Bytes keyBits() {
        Der info = Der.ofSequence(spki);
        info.content(Der.SEQUENCE);
        return info.bitString();
    }

    public KeyType type() {
        return type;
    }

    /**
     * Returns if this key, an ECDSA P-256 one, made {@code signature} over the bytes whose SHA-256 is {@code signed}.
     *
     * @throws MalformedException if the signature is not strict DER with both numbers in range, or the key is of another
     *     type
     * @throws BadSignatureException if the signature is another one
     */
    public void verify(Digest signed, SignatureBytes signature) {
        SignatureChecker.standard().verifyDigest(this, SignatureAlgorithm.ECDSA_P256_SHA256, signed.bytes(), signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey that && spki.equals(that.spki);
    }

    @Override
    public int hashCode() {
        return spki.hashCode();
    }

    /** The kind and the id. */
    @Override
    public String toString() {
        return type.label() + " key " + id;
    }
}
