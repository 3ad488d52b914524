package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/**
 * A key pair of any kind that signs whatever it is given.
 *
 * @param published the public half
 * @param secret the private half
 * @param algorithm the JDK's name of the signature algorithm
 */
public record ThrowawayKey(VerificationKey published, PrivateKey secret, String algorithm) {
    /** ECDSA P-256 with SHA-256. */
    public static ThrowawayKey p256() {
        return ec("secp256r1", "SHA256withECDSA");
    }

    /** ECDSA P-384 with SHA-384. */
    public static ThrowawayKey p384() {
        return ec("secp384r1", "SHA384withECDSA");
    }

    /** ECDSA P-521 with SHA-512. */
    public static ThrowawayKey p521() {
        return ec("secp521r1", "SHA512withECDSA");
    }

    public static ThrowawayKey ed25519() {
        return make("Ed25519", "Ed25519");
    }

    /** Any kind that the JDK makes with its usual parameters. */
    public static ThrowawayKey make(String kind, String algorithm) {
        try {
            return of(KeyPairGenerator.getInstance(kind).generateKeyPair(), algorithm);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ThrowawayKey ec(String curve, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return of(generator.generateKeyPair(), algorithm);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ThrowawayKey of(KeyPair pair, String algorithm) {
        return new ThrowawayKey(VerificationKey.of(pair.getPublic()), pair.getPrivate(), algorithm);
    }

    public SignatureBytes sign(Bytes message) {
        try {
            Signature engine = Signature.getInstance(algorithm);
            engine.initSign(secret);
            engine.update(message.toArray());
            return new SignatureBytes(Bytes.owned(engine.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
