package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;

/**
 * Strict reading of a SubjectPublicKeyInfo (RFC 5280 section 4.1): the one encoding of a key that is taken. Providers
 * accept more, and disagree about it.
 */
final class PublicKeyInfo {
    private static final String EC = "1.2.840.10045.2.1";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String ED25519 = "1.3.101.112";
    private static final String ML_DSA_44 = "2.16.840.1.101.3.4.3.17";
    private static final String ML_DSA_65 = "2.16.840.1.101.3.4.3.18";
    private static final String ML_DSA_87 = "2.16.840.1.101.3.4.3.19";

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 4096;
    private static final int MAX_EXPONENT_BITS = 32;
    private static final int ED25519_SIZE = 32;
    private static final BigInteger ED25519_PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private PublicKeyInfo() {}

    /** @throws MalformedException unless {@code spki} is a key of a known type in its one encoding */
    static KeyType typeOf(Bytes spki) {
        Der info = Der.ofSequence(spki);
        Der algorithm = info.sequence();
        String oid = algorithm.oid();
        KeyType type = switch (oid) {
            case EC -> ec(algorithm, info.bitString());
            case RSA -> rsa(algorithm, info.bitString());
            case ED25519 -> ed25519(info.bitString());
            case ML_DSA_44 -> mlDsa(KeyType.ML_DSA_44, 1312, info.bitString());
            case ML_DSA_65 -> mlDsa(KeyType.ML_DSA_65, 1952, info.bitString());
            case ML_DSA_87 -> mlDsa(KeyType.ML_DSA_87, 2592, info.bitString());
            default -> throw new MalformedException(Reason.UNSUPPORTED, "a key of unknown type " + oid);
        };
        algorithm.end();
        info.end();
        return type;
    }

    /** RFC 5480 section 2: a named curve, and here an uncompressed point. */
    private static KeyType ec(Der algorithm, Bytes point) {
        String curve = algorithm.oid();
        for (EcCurve known : EcCurve.values()) {
            if (known.oid().equals(curve)) {
                known.requirePoint(point);
                return switch (known) {
                    case P256 -> KeyType.EC_P256;
                    case P384 -> KeyType.EC_P384;
                    case P521 -> KeyType.EC_P521;
                };
            }
        }
        throw new MalformedException(Reason.UNSUPPORTED, "another curve: only P-256, P-384 and P-521 are taken");
    }

    /** RFC 3279 section 2.3.1. */
    private static KeyType rsa(Der algorithm, Bytes key) {
        algorithm.nothing();
        Der numbers = Der.ofSequence(key);
        int modulus = odd(numbers, "modulus").bitLength();
        BigInteger exponent = odd(numbers, "exponent");
        numbers.end();
        if (modulus < MIN_RSA_BITS || modulus > MAX_RSA_BITS) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, "an RSA key of " + modulus + " bits: 2048 to 4096 are taken");
        }
        if (exponent.bitLength() > MAX_EXPONENT_BITS || exponent.equals(BigInteger.ONE)) {
            throw new MalformedException(Reason.BAD_VALUE, "an RSA exponent is odd, from 3 to 2^32");
        }
        return KeyType.RSA;
    }

    private static BigInteger odd(Der numbers, String name) {
        BigInteger number = numbers.nonNegativeInteger();
        if (!number.testBit(0)) {
            throw new MalformedException(Reason.BAD_VALUE, "an RSA " + name + " is odd");
        }
        return number;
    }

    /** RFC 8410 section 4; the y coordinate must be reduced (RFC 8032 section 5.1.3). */
    private static KeyType ed25519(Bytes key) {
        if (key.size() != ED25519_SIZE) {
            throw new MalformedException(Reason.BAD_VALUE, "an Ed25519 key has 32 bytes, not " + key.size());
        }
        if (Ed25519Form.littleEndian(key).clearBit(255).compareTo(ED25519_PRIME) >= 0) {
            throw new MalformedException(Reason.BAD_VALUE, "the coordinate of an Ed25519 key is not reduced");
        }
        return KeyType.ED25519;
    }

    /** RFC 9881 section 2: no parameters, the key as FIPS 204 encodes it. */
    private static KeyType mlDsa(KeyType type, int size, Bytes key) {
        if (key.size() != size) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "a key of " + type.label() + " has " + size + " bytes, not " + key.size());
        }
        return type;
    }
}
