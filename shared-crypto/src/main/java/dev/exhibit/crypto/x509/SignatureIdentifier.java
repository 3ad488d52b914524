package dev.exhibit.crypto.x509;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureAlgorithm;

/** Reads an AlgorithmIdentifier of a signature or a hash, together with the type of the key that is to have signed. */
public final class SignatureIdentifier {
    private static final String RSA = "1.2.840.113549.1.1.";

    private SignatureIdentifier() {}

    /**
     * The algorithm that {@code identifier} names (RFC 5758 section 3.2, RFC 4055 section 5, RFC 8410, RFC 9881).
     *
     * @throws MalformedException if it is unknown, or no algorithm of {@code key}
     */
    public static SignatureAlgorithm read(Bytes identifier, KeyType key) {
        Der fields = Der.ofSequence(identifier);
        String oid = fields.oid();
        SignatureAlgorithm algorithm = algorithm(oid, key);
        if (oid.startsWith(RSA)) {
            fields.nothing();
        }
        fields.end();
        if (algorithm.keyType() != key) {
            throw new MalformedException(Reason.BAD_VALUE, "a " + key.label() + " key does not make " + algorithm);
        }
        return algorithm;
    }

    private static SignatureAlgorithm algorithm(String oid, KeyType key) {
        return switch (oid) {
            case "1.2.840.10045.4.3.2" -> ecdsa(key, HashAlgorithm.SHA256);
            case "1.2.840.10045.4.3.3" -> ecdsa(key, HashAlgorithm.SHA384);
            case "1.2.840.10045.4.3.4" -> ecdsa(key, HashAlgorithm.SHA512);
            case RSA + "11" -> SignatureAlgorithm.RSA_PKCS1_SHA256;
            case RSA + "12" -> SignatureAlgorithm.RSA_PKCS1_SHA384;
            case RSA + "13" -> SignatureAlgorithm.RSA_PKCS1_SHA512;
            case "1.3.101.112" -> SignatureAlgorithm.ED25519;
            case "2.16.840.1.101.3.4.3.17" -> SignatureAlgorithm.ML_DSA_44;
            case "2.16.840.1.101.3.4.3.18" -> SignatureAlgorithm.ML_DSA_65;
            case "2.16.840.1.101.3.4.3.19" -> SignatureAlgorithm.ML_DSA_87;
            default -> throw new MalformedException(Reason.UNSUPPORTED, "signature algorithm " + oid);
        };
    }

    private static SignatureAlgorithm ecdsa(KeyType key, HashAlgorithm hash) {
        return switch (key) {
            case EC_P256, EC_P384, EC_P521 -> SignatureAlgorithm.ecdsa(key, hash);
            case ED25519, RSA, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                throw new MalformedException(Reason.BAD_VALUE, "a " + key.label() + " key makes no ECDSA signatures");
        };
    }

    /** The hash that {@code identifier} names; parameters are absent or NULL (RFC 5754 section 2). */
    public static HashAlgorithm readHash(Bytes identifier) {
        Der fields = Der.ofSequence(identifier);
        String oid = fields.oid();
        if (fields.nextIs(Der.NULL)) {
            fields.nothing();
        }
        fields.end();
        for (HashAlgorithm known : HashAlgorithm.values()) {
            if (known.oid().equals(oid)) {
                return known;
            }
        }
        throw new MalformedException(Reason.UNSUPPORTED, "hash algorithm " + oid);
    }
}
