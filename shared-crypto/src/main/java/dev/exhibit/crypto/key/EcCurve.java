package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;

/**
 * The NIST curves (SP 800-186 section 3.2.1) as far as strict checks need them: order, base point, and whether a point lies
 * on the curve. Their cofactor is 1, so every point but infinity is a public key.
 */
enum EcCurve {
    P256(
            "1.2.840.10045.3.1.7",
            "secp256r1",
            32,
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                    + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
    P384(
            "1.3.132.0.34",
            "secp384r1",
            48,
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"
                    + "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
    P521(
            "1.3.132.0.35",
            "secp521r1",
            66,
            "01ff" + "ff".repeat(64),
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef1"
                    + "09e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
                    + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3d"
                    + "baa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"
                    + "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e66"
                    + "2c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650");

    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final int UNCOMPRESSED = 0x04;

    private final String oid;
    private final String jcaName;
    private final int size;
    private final BigInteger prime;
    private final BigInteger b;
    private final BigInteger order;
    private final Bytes base;

    EcCurve(String oid, String jcaName, int size, String prime, String b, String order, String base) {
        this.oid = oid;
        this.jcaName = jcaName;
        this.size = size;
        this.prime = new BigInteger(prime, 16);
        this.b = new BigInteger(b, 16);
        this.order = new BigInteger(order, 16);
        this.base = Hex.decode("04" + base);
    }

    /** The curve of keys of this type. @throws MalformedException if they have none */
    static EcCurve of(KeyType type) {
        return switch (type) {
            case EC_P256 -> P256;
            case EC_P384 -> P384;
            case EC_P521 -> P521;
            case ED25519, RSA, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                throw new MalformedException(Reason.UNSUPPORTED, type.label() + " makes no ECDSA signatures");
        };
    }

    /** The named curve, RFC 5480 section 2.1.1.1. */
    String oid() {
        return oid;
    }

    String jcaName() {
        return jcaName;
    }

    /** Bytes of a coordinate, and of a scalar. */
    int size() {
        return size;
    }

    /** The order of the base point. */
    BigInteger order() {
        return order;
    }

    /** The base point, uncompressed. */
    Bytes base() {
        return base;
    }

    /** @throws MalformedException unless {@code point} is uncompressed and on the curve */
    void requirePoint(Bytes point) {
        if (point.size() != 1 + 2 * size || point.at(0) != UNCOMPRESSED) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "a point of " + this + " is uncompressed: 04 and two coordinates");
        }
        BigInteger x = unsigned(point.slice(1, 1 + size));
        BigInteger y = unsigned(point.slice(1 + size, 1 + 2 * size));
        boolean reduced = x.compareTo(prime) < 0 && y.compareTo(prime) < 0;
        BigInteger right = x.multiply(x).subtract(THREE).multiply(x).add(b).mod(prime);
        if (!reduced || !y.multiply(y).mod(prime).equals(right)) {
            throw new MalformedException(Reason.BAD_VALUE, "the point is not on the curve " + this);
        }
    }

    /** A big-endian number. */
    static BigInteger unsigned(Bytes bytes) {
        return new BigInteger(1, bytes.toArray());
    }
}
