package dev.exhibit.crypto.key;

/** The kinds of public key that are taken; a key of one kind signs with the algorithms that name it. */
public enum KeyType {
    EC_P256("ECDSA P-256"),
    EC_P384("ECDSA P-384"),
    EC_P521("ECDSA P-521"),
    ED25519("Ed25519"),
    RSA("RSA"),
    ML_DSA_44("ML-DSA-44"),
    ML_DSA_65("ML-DSA-65"),
    ML_DSA_87("ML-DSA-87");

    private final String label;

    KeyType(String label) {
        this.label = label;
    }

    /** For people, for example {@code ECDSA P-256}. */
    public String label() {
        return label;
    }
}
