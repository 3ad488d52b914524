package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/**
 * The two numbers of an ECDSA signature, each from 1 to the curve's order minus 1 (FIPS 186-5 section 6.4.2). Providers
 * accept numbers out of range and loose encodings; nothing reaches a provider but through here.
 *
 * @param type whose curve
 * @param r first number
 * @param s second number
 */
public record EcdsaSignature(KeyType type, BigInteger r, BigInteger s) {
    private static final int SHORT_LENGTH = 0x80;

    public EcdsaSignature {
        BigInteger order = EcCurve.of(type).order();
        requireRange(r, "r", order);
        requireRange(s, "s", order);
    }

    /** Reads {@code SEQUENCE { r INTEGER, s INTEGER }} (RFC 3279 section 2.2.3). @throws MalformedException if loose */
    public static EcdsaSignature ofDer(SignatureBytes signature, KeyType type) {
        Der numbers = Der.ofSequence(signature.bytes());
        BigInteger r = numbers.nonNegativeInteger();
        BigInteger s = numbers.nonNegativeInteger();
        numbers.end();
        return new EcdsaSignature(type, r, s);
    }

    /**
     * Reads r and s as two numbers of the curve's length (IEEE P1363; RFC 7518 section 3.4).
     *
     * @throws MalformedException for any other length
     */
    public static EcdsaSignature ofP1363(Bytes signature, KeyType type) {
        int size = EcCurve.of(type).size();
        if (signature.size() != 2 * size) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "a signature of " + type.label() + " has " + 2 * size + " bytes, not " + signature.size());
        }
        return new EcdsaSignature(
                type, EcCurve.unsigned(signature.slice(0, size)), EcCurve.unsigned(signature.slice(size, 2 * size)));
    }

    /** The DER form. */
    public SignatureBytes der() {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Der.SEQUENCE);
        int length = 4 + first.length + second.length;
        if (length >= SHORT_LENGTH) {
            out.write(SHORT_LENGTH | 1);
        }
        out.write(length);
        writeInteger(first, out);
        writeInteger(second, out);
        return new SignatureBytes(Bytes.owned(out.toByteArray()));
    }

    /** The two numbers at the curve's length each (IEEE P1363), as JOSE writes a signature. */
    public Bytes p1363() {
        int size = EcCurve.of(type).size();
        return Bytes.concat(fixed(r, size), fixed(s, size));
    }

    private static Bytes fixed(BigInteger number, int size) {
        byte[] minimal = number.toByteArray();
        byte[] padded = new byte[size];
        int length = Math.min(minimal.length, size);
        System.arraycopy(minimal, minimal.length - length, padded, size - length, length);
        return Bytes.owned(padded);
    }

    private static void writeInteger(byte[] value, ByteArrayOutputStream out) {
        out.write(Der.INTEGER);
        out.write(value.length);
        out.writeBytes(value);
    }

    private static void requireRange(BigInteger number, String name, BigInteger order) {
        if (number.signum() <= 0 || number.compareTo(order) >= 0) {
            throw new MalformedException(Reason.BAD_VALUE, name + " of the signature is not from 1 to the order - 1");
        }
    }
}
