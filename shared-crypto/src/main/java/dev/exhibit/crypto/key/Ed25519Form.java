package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;

/** The form of an Ed25519 signature: 64 bytes, the second number below the group order (RFC 8032 section 5.1.7). */
final class Ed25519Form {
    private static final int SIZE = 64;
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private Ed25519Form() {}

    static void require(Bytes signature) {
        if (signature.size() != SIZE) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "an Ed25519 signature has 64 bytes, not " + signature.size());
        }
        if (littleEndian(signature.slice(SIZE / 2, SIZE)).compareTo(ORDER) >= 0) {
            throw new MalformedException(Reason.BAD_VALUE, "the number of an Ed25519 signature is not reduced");
        }
    }

    static BigInteger littleEndian(Bytes bytes) {
        byte[] value = bytes.toArray();
        for (int i = 0; i < value.length / 2; i++) {
            byte other = value[value.length - 1 - i];
            value[value.length - 1 - i] = value[i];
            value[i] = other;
        }
        return new BigInteger(1, value);
    }
}
