package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Map;

/** Sigstore's names of keys together with how they sign ({@code PublicKeyDetails} of sigstore_common.proto). */
public final class KeyDetails {
    private static final Map<String, SignatureAlgorithm> NAMES = Map.ofEntries(
            Map.entry("PKIX_ECDSA_P256_SHA_256", SignatureAlgorithm.ECDSA_P256_SHA256),
            Map.entry("PKIX_ECDSA_P384_SHA_384", SignatureAlgorithm.ECDSA_P384_SHA384),
            Map.entry("PKIX_ECDSA_P521_SHA_512", SignatureAlgorithm.ECDSA_P521_SHA512),
            Map.entry("PKIX_ECDSA_P384_SHA_256", SignatureAlgorithm.ECDSA_P384_SHA256),
            Map.entry("PKIX_ECDSA_P521_SHA_256", SignatureAlgorithm.ECDSA_P521_SHA256),
            Map.entry("PKIX_ED25519", SignatureAlgorithm.ED25519),
            Map.entry("PKIX_RSA_PKCS1V15_2048_SHA256", SignatureAlgorithm.RSA_PKCS1_SHA256),
            Map.entry("PKIX_RSA_PKCS1V15_3072_SHA256", SignatureAlgorithm.RSA_PKCS1_SHA256),
            Map.entry("PKIX_RSA_PKCS1V15_4096_SHA256", SignatureAlgorithm.RSA_PKCS1_SHA256),
            Map.entry("PKIX_RSA_PSS_2048_SHA256", SignatureAlgorithm.RSA_PSS_SHA256),
            Map.entry("PKIX_RSA_PSS_3072_SHA256", SignatureAlgorithm.RSA_PSS_SHA256),
            Map.entry("PKIX_RSA_PSS_4096_SHA256", SignatureAlgorithm.RSA_PSS_SHA256),
            Map.entry("ML_DSA_44", SignatureAlgorithm.ML_DSA_44),
            Map.entry("ML_DSA_65", SignatureAlgorithm.ML_DSA_65),
            Map.entry("ML_DSA_87", SignatureAlgorithm.ML_DSA_87));

    /** A name from before names told the size: the key is a bare RSAPublicKey (RFC 8017 appendix A.1.1). */
    private static final String BARE_RSA = "PKCS1_RSA_PKCS1V5";

    private static final Bytes RSA_IDENTIFIER = Hex.decode("300d06092a864886f70d0101010500");

    private KeyDetails() {}

    /**
     * The key in {@code encoded}, whose form the name tells: a SubjectPublicKeyInfo, or for one old name what is inside.
     *
     * @throws MalformedException if it is no key of that form
     */
    public static VerificationKey key(String name, Bytes encoded) {
        if (!name.equals(BARE_RSA)) {
            return new VerificationKey(encoded);
        }
        Bytes bits = DerWriter.element(Der.BIT_STRING, Hex.decode("00"), encoded);
        return new VerificationKey(DerWriter.element(Der.SEQUENCE, RSA_IDENTIFIER, bits));
    }

    /** @throws MalformedException if the name is unknown or of an algorithm that is not taken */
    public static SignatureAlgorithm algorithm(String name) {
        SignatureAlgorithm found = name.equals(BARE_RSA) ? SignatureAlgorithm.RSA_PKCS1_SHA256 : NAMES.get(name);
        if (found == null) {
            throw new MalformedException(Reason.UNSUPPORTED, "key details that are not taken");
        }
        return found;
    }

    /** The name of ECDSA P-256, which is what Exhibit's own services sign with, and of what witnesses and logs use. */
    public static String name(SignatureAlgorithm algorithm) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue() == algorithm)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no name for " + algorithm));
    }
}
