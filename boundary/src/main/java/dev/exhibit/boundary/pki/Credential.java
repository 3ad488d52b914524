package dev.exhibit.boundary.pki;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and its certificate.
 *
 * @param secretKey the private key; never printed
 * @param chain the certificate of the key first, then those above it
 */
public record Credential(PrivateKey secretKey, List<X509Certificate> chain) {
    public Credential {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
    }

    /** @throws IllegalArgumentException if the first certificate is for another key */
    public static Credential of(KeyPair keys, List<X509Certificate> chain) {
        if (chain.isEmpty() || !chain.getFirst().getPublicKey().equals(keys.getPublic())) {
            throw new IllegalArgumentException("the certificate is for another key");
        }
        return new Credential(keys.getPrivate(), chain);
    }

    /** A bare key pair as a credential: the certificate only carries the public key and proves nothing. */
    public static Credential carrying(KeyPair keys, SecureRandom random) {
        return new Credential(keys.getPrivate(), List.of(new Certificates(random).carrier(keys.getPublic())));
    }

    /** The key pair. */
    public KeyPair pair() {
        return new KeyPair(certificate().getPublicKey(), secretKey);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    @Override
    public String toString() {
        return "Credential[" + certificate().getSubjectX500Principal() + "]";
    }
}
