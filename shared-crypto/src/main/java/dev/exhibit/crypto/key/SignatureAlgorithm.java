package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.HashAlgorithm;

/** The signature algorithms that are taken: each constant carries every parameter, so nothing is left to choose. */
public enum SignatureAlgorithm {
    ECDSA_P256_SHA256(KeyType.EC_P256, Scheme.ECDSA, HashAlgorithm.SHA256),
    ECDSA_P256_SHA384(KeyType.EC_P256, Scheme.ECDSA, HashAlgorithm.SHA384),
    ECDSA_P256_SHA512(KeyType.EC_P256, Scheme.ECDSA, HashAlgorithm.SHA512),
    ECDSA_P384_SHA256(KeyType.EC_P384, Scheme.ECDSA, HashAlgorithm.SHA256),
    ECDSA_P384_SHA384(KeyType.EC_P384, Scheme.ECDSA, HashAlgorithm.SHA384),
    ECDSA_P384_SHA512(KeyType.EC_P384, Scheme.ECDSA, HashAlgorithm.SHA512),
    ECDSA_P521_SHA256(KeyType.EC_P521, Scheme.ECDSA, HashAlgorithm.SHA256),
    ECDSA_P521_SHA384(KeyType.EC_P521, Scheme.ECDSA, HashAlgorithm.SHA384),
    ECDSA_P521_SHA512(KeyType.EC_P521, Scheme.ECDSA, HashAlgorithm.SHA512),
    RSA_PKCS1_SHA256(KeyType.RSA, Scheme.RSA_PKCS1, HashAlgorithm.SHA256),
    RSA_PKCS1_SHA384(KeyType.RSA, Scheme.RSA_PKCS1, HashAlgorithm.SHA384),
    RSA_PKCS1_SHA512(KeyType.RSA, Scheme.RSA_PKCS1, HashAlgorithm.SHA512),
    RSA_PSS_SHA256(KeyType.RSA, Scheme.RSA_PSS, HashAlgorithm.SHA256),
    RSA_PSS_SHA384(KeyType.RSA, Scheme.RSA_PSS, HashAlgorithm.SHA384),
    RSA_PSS_SHA512(KeyType.RSA, Scheme.RSA_PSS, HashAlgorithm.SHA512),
    /** Pure Ed25519: over the message itself. The hash is that of the artifact's name, not of the scheme. */
    ED25519(KeyType.ED25519, Scheme.ED25519, HashAlgorithm.SHA256),
    /** Pure ML-DSA with the empty context (FIPS 204 section 5.2); the rest likewise. */
    ML_DSA_44(KeyType.ML_DSA_44, Scheme.ML_DSA, HashAlgorithm.SHA256),
    ML_DSA_65(KeyType.ML_DSA_65, Scheme.ML_DSA, HashAlgorithm.SHA256),
    ML_DSA_87(KeyType.ML_DSA_87, Scheme.ML_DSA, HashAlgorithm.SHA256);

    /** How the signature is computed and encoded. */
    public enum Scheme {
        /** FIPS 186-5 section 6; DER (RFC 3279 section 2.2.3). */
        ECDSA,
        /** RFC 8017 section 8.2. */
        RSA_PKCS1,
        /** RFC 8017 section 8.1, MGF1 with the same hash, salt as long as the hash. */
        RSA_PSS,
        /** RFC 8032 section 5.1. */
        ED25519,
        /** FIPS 204. */
        ML_DSA
    }

    private final KeyType keyType;
    private final Scheme scheme;
    private final HashAlgorithm hash;

    SignatureAlgorithm(KeyType keyType, Scheme scheme, HashAlgorithm hash) {
        this.keyType = keyType;
        this.scheme = scheme;
        this.hash = hash;
    }

    /** What a key of this type signs with unless something says otherwise: the curve's own hash, PKCS#1 with SHA-256. */
    public static SignatureAlgorithm usual(KeyType type) {
        return switch (type) {
            case EC_P256 -> ECDSA_P256_SHA256;
            case EC_P384 -> ECDSA_P384_SHA384;
            case EC_P521 -> ECDSA_P521_SHA512;
            case ED25519 -> ED25519;
            case RSA -> RSA_PKCS1_SHA256;
            case ML_DSA_44 -> ML_DSA_44;
            case ML_DSA_65 -> ML_DSA_65;
            case ML_DSA_87 -> ML_DSA_87;
        };
    }

    /** ECDSA by a key of this type with this hash. @throws IllegalArgumentException if the type is no elliptic curve */
    public static SignatureAlgorithm ecdsa(KeyType type, HashAlgorithm hash) {
        for (SignatureAlgorithm candidate : values()) {
            if (candidate.scheme == Scheme.ECDSA && candidate.keyType == type && candidate.hash == hash) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(type + " is not an elliptic curve");
    }

    public KeyType keyType() {
        return keyType;
    }

    public Scheme scheme() {
        return scheme;
    }

    /** The hash of the message that is signed, or, where the message itself is signed, the usual SHA-256. */
    public HashAlgorithm hash() {
        return hash;
    }

    /** Whether a digest of the message is enough to check a signature. */
    public boolean takesDigest() {
        return scheme == Scheme.ECDSA;
    }
}
