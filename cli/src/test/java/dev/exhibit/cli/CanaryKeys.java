package dev.exhibit.cli;

import dev.exhibit.boundary.testing.Canary;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;

/** Keys whose secret half is a canary: the 32 bytes of the number begin with the mark. */
final class CanaryKeys {
    private static final int SCALAR = 32;

    private CanaryKeys() {}

    static KeyPair p256(String use) {
        BigInteger secret =
                new BigInteger(1, Arrays.copyOf(Canary.of(use).getBytes(StandardCharsets.US_ASCII), SCALAR));
        var point = ECNamedCurveTable.getByName("P-256").getG().multiply(secret).normalize();
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
            KeyFactory keys = KeyFactory.getInstance("EC");
            ECPoint open = new ECPoint(
                    point.getAffineXCoord().toBigInteger(),
                    point.getAffineYCoord().toBigInteger());
            return new KeyPair(
                    keys.generatePublic(new ECPublicKeySpec(open, parameters)),
                    keys.generatePrivate(new ECPrivateKeySpec(secret, parameters)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
