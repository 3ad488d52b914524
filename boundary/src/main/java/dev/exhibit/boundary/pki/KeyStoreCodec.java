package dev.exhibit.boundary.pki;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PKCS#12 (RFC 7292) with one key, as the JDK writes it: PBES2 with AES-256 and HMAC-SHA256. */
final class KeyStoreCodec {
    private static final String TYPE = "PKCS12";
    private static final String ALIAS = "key";
    private static final String PROTECTION = "PBEWithHmacSHA256AndAES_256";

    private KeyStoreCodec() {}

    static Bytes encode(Credential credential, String password) {
        char[] characters = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            Certificate[] chain = credential.chain().toArray(Certificate[]::new);
            store.setEntry(
                    ALIAS,
                    new KeyStore.PrivateKeyEntry(credential.secretKey(), chain),
                    new KeyStore.PasswordProtection(characters, PROTECTION, null));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, characters);
            return Bytes.owned(out.toByteArray());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform writes PKCS#12", impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @throws KeyStoreException if the password is another one or the bytes were changed */
    static Credential decode(Bytes bytes, String password) {
        char[] characters = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(bytes.open(), characters);
            if (store.getKey(ALIAS, characters) instanceof PrivateKey key) {
                return new Credential(key, x509(store.getCertificateChain(ALIAS)));
            }
            throw new KeyStoreException("holds no private key named " + ALIAS);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException damaged) {
            throw new KeyStoreException("cannot be decrypted: another password, or the file is damaged", damaged);
        }
    }

    private static List<X509Certificate> x509(Certificate @Nullable [] chain) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : chain == null ? new Certificate[0] : chain) {
            if (!(certificate instanceof X509Certificate x509)) {
                throw new KeyStoreException("holds a certificate that is not X.509");
            }
            certificates.add(x509);
        }
        return certificates;
    }
}
