package dev.exhibit.boundary.pki;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Whether a private key is that of its certificate, where both come from files of others. */
public final class KeyMatch {
    private KeyMatch() {}

    /** @throws IllegalArgumentException for another key, or one that is not ECDSA, Ed25519 or RSA */
    public static Credential require(Credential credential) {
        try {
            AsymmetricKeyParameter secret =
                    PrivateKeyFactory.createKey(credential.secretKey().getEncoded());
            AsymmetricKeyParameter published = PublicKeyFactory.createKey(
                    credential.certificate().getPublicKey().getEncoded());
            if (match(secret, published)) {
                return credential;
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the private key cannot be read", unreadable);
        }
        throw new IllegalArgumentException("the private key is not that of the first certificate");
    }

    private static boolean match(AsymmetricKeyParameter secret, AsymmetricKeyParameter published) {
        if (secret instanceof ECPrivateKeyParameters key && published instanceof ECPublicKeyParameters point) {
            return key.getParameters().getG().multiply(key.getD()).equals(point.getQ());
        }
        if (secret instanceof Ed25519PrivateKeyParameters key
                && published instanceof Ed25519PublicKeyParameters point) {
            return Bytes.of(key.generatePublicKey().getEncoded()).equals(Bytes.of(point.getEncoded()));
        }
        return secret instanceof RSAKeyParameters key
                && published instanceof RSAKeyParameters modulus
                && key.getModulus().equals(modulus.getModulus());
    }
}
