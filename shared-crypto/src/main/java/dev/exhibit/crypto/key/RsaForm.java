package dev.exhibit.crypto.key;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.Hex;
import java.math.BigInteger;

/**
 * What an RSA PKCS#1 signature must open to (RFC 8017 section 9.2), byte for byte. Some providers also take a hash
 * without its NULL parameter; here there is one form, whichever provider is chosen.
 */
final class RsaForm {
    private RsaForm() {}

    /** @throws BadSignatureException unless {@code signature} opens to the one encoding of the message's hash */
    static void requirePkcs1(VerificationKey key, HashAlgorithm hash, Bytes message, Bytes signature) {
        Der numbers = Der.ofSequence(key.keyBits());
        BigInteger modulus = numbers.nonNegativeInteger();
        BigInteger exponent = numbers.nonNegativeInteger();
        int size = (modulus.bitLength() + 7) / 8;
        BigInteger opened = EcCurve.unsigned(signature).modPow(exponent, modulus);
        if (signature.size() != size || !opened.equals(EcCurve.unsigned(encoded(hash, message, size)))) {
            throw new BadSignatureException(key.id());
        }
    }

    /** {@code 00 01 FF … FF 00} and the DigestInfo, {@code size} bytes in all; keys are large enough for any hash. */
    private static Bytes encoded(HashAlgorithm hash, Bytes message, int size) {
        Bytes digestInfo = Bytes.concat(prefix(hash), Hashing.of(hash, message));
        String padding = "0001" + "ff".repeat(size - digestInfo.size() - 3) + "00";
        return Bytes.concat(Hex.decode(padding), digestInfo);
    }

    /** RFC 8017 section 9.2, note 1. */
    private static Bytes prefix(HashAlgorithm hash) {
        return switch (hash) {
            case SHA256 -> Hex.decode("3031300d060960864801650304020105000420");
            case SHA384 -> Hex.decode("3041300d060960864801650304020205000430");
            case SHA512 -> Hex.decode("3051300d060960864801650304020305000440");
        };
    }
}
