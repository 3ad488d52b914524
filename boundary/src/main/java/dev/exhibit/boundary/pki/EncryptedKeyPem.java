package dev.exhibit.boundary.pki;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads a private key as {@code openssl genpkey -aes-256-cbc} writes it: one {@code ENCRYPTED PRIVATE KEY} (RFC 7468
 * section 11) of PKCS #8, encrypted by PBES2 with AES and a hash of SHA-2.
 */
public final class EncryptedKeyPem {
    private static final String LABEL = "ENCRYPTED PRIVATE KEY";

    private EncryptedKeyPem() {}

    /**
     * The key of elliptic curves in {@code text}.
     *
     * @throws MalformedException for any other block, one that is not encrypted too
     * @throws KeyStoreException if the password is another one, or what it protects is no such key
     */
    public static PrivateKey read(Bytes text, String password) {
        Bytes block = Pem.decode(LABEL, text.asLenientText());
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(block.toArray());
            // For PBES2 the parameters name both, the derivation and the cipher (RFC 8018 section 6.2).
            String scheme = String.valueOf(encrypted.getAlgParameters());
            return KeyFactory.getInstance("EC")
                    .generatePrivate(encrypted.getKeySpec(
                            SecretKeyFactory.getInstance(scheme).generateSecret(secret)));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException damaged) {
            throw new KeyStoreException("cannot be decrypted: another password, or the file is damaged", damaged);
        } finally {
            secret.clearPassword();
        }
    }
}
