package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/**
 * The two numbers of an ECDSA P-256 signature, each from 1 to the order minus 1 (FIPS 186-5 section 6.4.2). Providers
 * accept numbers out of range and loose encodings; nothing reaches a provider but through here.
 *
 * @param r first number
 * @param s second number
 */
public record EcdsaSignature(BigInteger r, BigInteger s) {
    private static final int INTEGER = 0x02;
    private static final int SEQUENCE = 0x30;

    public EcdsaSignature {
        requireRange(r, "r");
        requireRange(s, "s");
    }

    /** Reads {@code SEQUENCE { r INTEGER, s INTEGER }} (RFC 3279 section 2.2.3). @throws MalformedException if loose */
    public static EcdsaSignature ofDer(SignatureBytes signature) {
        Der document = Der.of(signature.bytes());
        Der numbers = document.sequence();
        document.end();
        BigInteger r = numbers.nonNegativeInteger();
        BigInteger s = numbers.nonNegativeInteger();
        numbers.end();
        return new EcdsaSignature(r, s);
    }

    /** Reads 64 bytes, r and s (IEEE P1363; RFC 7518 section 3.4). @throws MalformedException for any other length */
    public static EcdsaSignature ofP1363(Bytes signature) {
        if (signature.size() != 2 * P256.SIZE) {
            throw new MalformedException(Reason.BAD_VALUE, "a P-256 signature has 64 bytes, not " + signature.size());
        }
        return new EcdsaSignature(
                P256.unsigned(signature.slice(0, P256.SIZE)), P256.unsigned(signature.slice(P256.SIZE, 2 * P256.SIZE)));
    }

    /** The DER form. */
    public SignatureBytes der() {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SEQUENCE);
        out.write(4 + first.length + second.length);
        writeInteger(first, out);
        writeInteger(second, out);
        return new SignatureBytes(Bytes.owned(out.toByteArray()));
    }

    private static void writeInteger(byte[] value, ByteArrayOutputStream out) {
        out.write(INTEGER);
        out.write(value.length);
        out.writeBytes(value);
    }

    private static void requireRange(BigInteger number, String name) {
        if (number.signum() <= 0 || number.compareTo(P256.ORDER) >= 0) {
            throw new MalformedException(Reason.BAD_VALUE, name + " of the signature is not from 1 to the order - 1");
        }
    }
}
