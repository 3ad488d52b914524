package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;

/**
 * The curve P-256 (SP 800-186 section 3.2.1.3) as far as strict checks need it: its order, and whether a point lies on
 * it. Its cofactor is 1, so every point on it but infinity is a public key.
 */
final class P256 {
    /** The order of the base point. */
    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** Bytes of a coordinate, and of a scalar. */
    static final int SIZE = 32;

    private static final BigInteger PRIME =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    /** 1.2.840.10045.2.1, RFC 5480 section 2.1.1. */
    private static final Bytes EC_PUBLIC_KEY = Hex.decode("2a8648ce3d0201");

    /** 1.2.840.10045.3.1.7, RFC 5480 section 2.1.1.1. */
    private static final Bytes SECP256R1 = Hex.decode("2a8648ce3d030107");

    private static final int UNCOMPRESSED = 0x04;

    private P256() {}

    /** @throws MalformedException unless {@code spki} is the named curve and an uncompressed point on it */
    static void requirePublicKey(Bytes spki) {
        Der document = Der.of(spki);
        Der info = document.sequence();
        document.end();
        Der algorithm = info.sequence();
        if (!algorithm.objectIdentifier().equals(EC_PUBLIC_KEY)) {
            throw new MalformedException(Reason.UNSUPPORTED, "not an elliptic curve key: only ECDSA P-256 is taken");
        }
        if (!algorithm.objectIdentifier().equals(SECP256R1)) {
            throw new MalformedException(Reason.UNSUPPORTED, "another curve: only ECDSA P-256 is taken");
        }
        algorithm.end();
        Bytes point = info.bitString();
        info.end();
        requirePoint(point);
    }

    private static void requirePoint(Bytes point) {
        if (point.size() != 1 + 2 * SIZE || point.at(0) != UNCOMPRESSED) {
            throw new MalformedException(Reason.BAD_VALUE, "a P-256 point is uncompressed: 04 and two coordinates");
        }
        BigInteger x = unsigned(point.slice(1, 1 + SIZE));
        BigInteger y = unsigned(point.slice(1 + SIZE, 1 + 2 * SIZE));
        boolean reduced = x.compareTo(PRIME) < 0 && y.compareTo(PRIME) < 0;
        BigInteger right = x.multiply(x).subtract(THREE).multiply(x).add(B).mod(PRIME);
        if (!reduced || !y.multiply(y).mod(PRIME).equals(right)) {
            throw new MalformedException(Reason.BAD_VALUE, "the point is not on the curve P-256");
        }
    }

    /** A big-endian number. */
    static BigInteger unsigned(Bytes bytes) {
        return new BigInteger(1, bytes.toArray());
    }
}
