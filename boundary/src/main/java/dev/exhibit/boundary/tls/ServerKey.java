package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.pki.KeyMatch;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server's private key with its certificates, read from files of either common form. */
final class ServerKey {
    private static final String KEY_LABEL = "PRIVATE KEY";

    private ServerKey() {}

    /** @throws StartRefusedException unless the PKCS#12 file opens and holds one key with the certificates of it */
    static Credential fromStore(Path file, char[] password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    return matching(key, x509(store.getCertificateChain(alias)), file);
                }
            }
            throw new StartRefusedException("the key store " + file + " holds no private key");
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new StartRefusedException(
                    "cannot open the key store " + file + " with its password: check that both belong together",
                    unreadable);
        }
    }

    /**
     * A chain in a PEM file (leaf first) and its key, {@code PRIVATE KEY} (PKCS#8, RFC 7468 section 10).
     *
     * @throws StartRefusedException unless both can be read and belong together
     */
    static Credential fromPem(Path chain, String key) {
        List<X509Certificate> certificates = AuthorityFile.certificates(chain);
        try {
            Bytes pkcs8 = Pem.decode(KEY_LABEL, key);
            KeyFactory factory = KeyFactory.getInstance(
                    certificates.getFirst().getPublicKey().getAlgorithm());
            return matching(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8.toArray())), certificates, chain);
        } catch (MalformedException | GeneralSecurityException refused) {
            throw otherKey(chain, refused);
        }
    }

    /** While a renewal is half done, key and certificate may be of two renewals; nobody could connect. */
    private static Credential matching(PrivateKey key, List<X509Certificate> chain, Path file) {
        try {
            return KeyMatch.require(new Credential(key, chain));
        } catch (IllegalArgumentException refused) {
            throw otherKey(file, refused);
        }
    }

    private static StartRefusedException otherKey(Path file, Exception why) {
        return new StartRefusedException(
                "the server's private key cannot be used with the certificate in " + file
                        + ": it must be ECDSA, Ed25519 or RSA, in PEM as PKCS#8, and belong to the first certificate",
                why);
    }

    private static List<X509Certificate> x509(Certificate[] chain) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : chain) {
            certificates.add((X509Certificate) certificate);
        }
        return certificates;
    }
}
