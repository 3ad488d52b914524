package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/**
 * A private ECDSA P-256 key with its public half. For vault implementations only: everybody else has a {@code Vault}.
 * Signatures are deterministic (RFC 6979 with HMAC-SHA256), so that bad randomness cannot give the key away, and signing
 * the same digest twice gives the same bytes. Immutable, so thread-safe.
 */
public final class SigningKey {
    private final ECPrivateKeyParameters secret;
    private final VerificationKey published;

    /**
     * Takes a pair; that its halves belong together shows when a signature is verified.
     *
     * @throws IllegalArgumentException unless it is of P-256, with a private half whose number can be read
     */
    public SigningKey(KeyPair pair) {
        this(secret(pair.getPrivate()), VerificationKey.of(pair.getPublic()));
    }

    private SigningKey(ECPrivateKeyParameters secret, VerificationKey published) {
        if (published.type() != KeyType.EC_P256) {
            throw new IllegalArgumentException(
                    "a signing key is ECDSA P-256, not " + published.type().label());
        }
        this.secret = secret;
        this.published = published;
    }

    /** Takes a private half and computes the public one. @throws IllegalArgumentException unless it is of P-256 */
    public static SigningKey of(PrivateKey half) {
        ECPrivateKeyParameters secret = secret(half);
        byte[] point = secret.getParameters().getG().multiply(secret.getD()).getEncoded(false);
        return new SigningKey(secret, VerificationKey.ofP256(Bytes.owned(point)));
    }

    private static ECPrivateKeyParameters secret(PrivateKey half) {
        if (!(half instanceof ECPrivateKey number)
                || !number.getParams().getOrder().equals(EcCurve.P256.order())) {
            throw new IllegalArgumentException("a signing key is ECDSA P-256; this private half is another");
        }
        return new ECPrivateKeyParameters(number.getS(), BouncyCastleEngine.domainOf(EcCurve.P256));
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

    /** A DER signature over the bytes whose SHA-256 is {@code toBeSigned}: always the same one. */
    public SignatureBytes sign(Digest toBeSigned) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, secret);
        BigInteger[] numbers = signer.generateSignature(toBeSigned.bytes().toArray());
        return new EcdsaSignature(KeyType.EC_P256, numbers[0], numbers[1]).der();
    }

    /** The public key's id: nothing of the secret. */
    @Override
    public String toString() {
        return "SigningKey[" + published.id() + "]";
    }
}
