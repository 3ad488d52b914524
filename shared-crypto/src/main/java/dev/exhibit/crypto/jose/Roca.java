package dev.exhibit.crypto.jose;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;

/**
 * RSA keys whose secret half can be computed because of how a smart-card library chose its primes (CVE-2017-15361): modulo
 * every small prime, such a modulus is a power of 65537. A sound one passes for all of these primes once in 2^27.
 */
final class Roca {
    private static final int GENERATOR = 65_537;
    private static final int[] PRIMES = {11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157};

    private Roca() {}

    /** @throws MalformedException for a modulus with that mark */
    static void refuse(BigInteger modulus) {
        for (int prime : PRIMES) {
            if (!isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
                return;
            }
        }
        throw new MalformedException(Reason.BAD_VALUE, "/n", "an RSA key with a known weakness (CVE-2017-15361)");
    }

    private static boolean isPower(int residue, int prime) {
        int power = 1;
        do {
            if (power == residue) {
                return true;
            }
            power = power * (GENERATOR % prime) % prime;
        } while (power != 1);
        return false;
    }
}
