package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/**
 * A private ECDSA P-256 key with its public half. For vault implementations only: everybody else has a {@code Vault}.
 * Immutable, so thread-safe if {@code random} is.
 */
public final class SigningKey {
    private final PrivateKey secret;
    private final VerificationKey published;
    private final SecureRandom random;

    /** @param pair a P-256 pair; that its halves belong together shows when a signature is verified */
    public SigningKey(KeyPair pair, SecureRandom random) {
        this.secret = pair.getPrivate();
        this.published = VerificationKey.of(pair.getPublic());
        if (published.type() != KeyType.EC_P256) {
            throw new IllegalArgumentException(
                    "a signing key is ECDSA P-256, not " + published.type().label());
        }
        this.random = random;
    }

    /** Makes a key pair; a vault stores it before it shows it to anybody. */
    public static KeyPair generatePair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(EcCurve.P256.jcaName()), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
    }

    public VerificationKey published() {
        return published;
    }

    /**
     * A DER signature over the bytes whose SHA-256 is {@code toBeSigned}.
     *
     * @throws IllegalArgumentException if the private half is of no use for ECDSA
     */
    public SignatureBytes sign(Digest toBeSigned) {
        try {
            Signature ecdsa = Signature.getInstance(JcaEngine.ECDSA);
            ecdsa.initSign(secret, random);
            ecdsa.update(toBeSigned.bytes().toArray());
            return new SignatureBytes(Bytes.owned(ecdsa.sign()));
        } catch (InvalidKeyException unusable) {
            throw new IllegalArgumentException("the private key cannot sign", unusable);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has ECDSA on P-256", impossible);
        }
    }

    /** The public key's id: nothing of the secret. */
    @Override
    public String toString() {
        return "SigningKey[" + published.id() + "]";
    }
}
