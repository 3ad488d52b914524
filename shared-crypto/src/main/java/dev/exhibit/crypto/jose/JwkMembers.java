package dev.exhibit.crypto.jose;

import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.math.BigInteger;

/**
 * The members of a JWK that are the key itself (RFC 7518 sections 6.2.1 and 6.3.1, RFC 8037 section 2), to and from
 * SubjectPublicKeyInfo. The strict reader of that form then says whether it is a key: the point on its curve, the modulus
 * of a size that is taken.
 */
final class JwkMembers {
    private static final Bytes RSA = Hex.decode("300d06092a864886f70d0101010500");
    private static final Bytes ED25519 = Hex.decode("300506032b6570");
    private static final int BIT_STRING = 0x03;
    private static final int ED25519_SIZE = 32;

    /** A curve with its names and the size of a coordinate. */
    private enum Curve {
        P256("P-256", 32, "301306072a8648ce3d020106082a8648ce3d030107"),
        P384("P-384", 48, "301006072a8648ce3d020106052b81040022"),
        P521("P-521", 66, "301006072a8648ce3d020106052b81040023");

        private final String wire;
        private final int size;
        private final Bytes algorithm;

        Curve(String wire, int size, String algorithm) {
            this.wire = wire;
            this.size = size;
            this.algorithm = Hex.decode(algorithm);
        }

        static Curve of(String name) {
            for (Curve curve : values()) {
                if (curve.wire.equals(name)) {
                    return curve;
                }
            }
            throw new MalformedException(Reason.UNSUPPORTED, "a curve that is not taken");
        }
    }

    private JwkMembers() {}

    static VerificationKey read(ObjectReader jwk) {
        String kind = jwk.text("kty");
        return switch (kind) {
            case "EC" -> ec(jwk, jwk.parsed("crv", Curve::of));
            case "OKP" -> okp(jwk);
            case "RSA" -> rsa(jwk);
            default -> throw new MalformedException(Reason.UNSUPPORTED, "/kty", "a kind of key that is not taken");
        };
    }

    /** The required members and no other: what a thumbprint is made over (RFC 7638 section 3.2). */
    static Json.Obj write(VerificationKey key) {
        return switch (key.type()) {
            case EC_P256 -> ec(key, Curve.P256);
            case EC_P384 -> ec(key, Curve.P384);
            case EC_P521 -> ec(key, Curve.P521);
            case ED25519 ->
                Json.object().with("kty", "OKP").with("crv", "Ed25519").with("x", tail(key.spki(), ED25519_SIZE, 0));
            case RSA -> rsa(key);
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                throw new MalformedException(Reason.UNSUPPORTED, key.type().label() + " is not written as a JWK");
        };
    }

    private static VerificationKey ec(ObjectReader jwk, Curve curve) {
        Bytes point = Bytes.concat(Hex.decode("04"), sized(jwk, "x", curve.size), sized(jwk, "y", curve.size));
        return spki(curve.algorithm, point);
    }

    private static VerificationKey okp(ObjectReader jwk) {
        if (!jwk.text("crv").equals("Ed25519")) {
            throw new MalformedException(Reason.UNSUPPORTED, "/crv", "a curve that is not taken");
        }
        return spki(ED25519, sized(jwk, "x", ED25519_SIZE));
    }

    private static VerificationKey rsa(ObjectReader jwk) {
        BigInteger modulus = number(jwk, "n");
        VerificationKey key = spki(RSA, DerWriter.element(Der.SEQUENCE, integer(modulus), integer(number(jwk, "e"))));
        Roca.refuse(modulus);
        return key;
    }

    private static VerificationKey spki(Bytes algorithm, Bytes key) {
        Bytes bits = DerWriter.element(BIT_STRING, Hex.decode("00"), key);
        return new VerificationKey(DerWriter.element(Der.SEQUENCE, algorithm, bits));
    }

    private static Bytes integer(BigInteger number) {
        return DerWriter.element(Der.INTEGER, Bytes.owned(number.toByteArray()));
    }

    private static Bytes sized(ObjectReader jwk, String name, int size) {
        Bytes value = jwk.parsed(name, Base64Url::decode);
        if (value.size() != size) {
            throw new MalformedException(Reason.BAD_VALUE, jwk.pointerTo(name), "expected " + size + " bytes");
        }
        return value;
    }

    /** Base64urlUInt, RFC 7518 section 2: the fewest bytes. */
    private static BigInteger number(ObjectReader jwk, String name) {
        Bytes value = jwk.parsed(name, Base64Url::decode);
        if (value.size() == 0 || value.at(0) == 0) {
            throw new MalformedException(
                    Reason.BAD_VALUE, jwk.pointerTo(name), "expected a number in the fewest bytes");
        }
        return new BigInteger(1, value.toArray());
    }

    private static Json.Obj ec(VerificationKey key, Curve curve) {
        return Json.object()
                .with("kty", "EC")
                .with("crv", curve.wire)
                .with("x", tail(key.spki(), 2 * curve.size, curve.size))
                .with("y", tail(key.spki(), curve.size, 0));
    }

    /** The bytes from {@code from} to {@code to}, both counted from the end. */
    private static String tail(Bytes spki, int from, int to) {
        return Base64Url.encode(spki.slice(spki.size() - from, spki.size() - to));
    }

    private static Json.Obj rsa(VerificationKey key) {
        Der numbers = Der.ofSequence(key.keyBits());
        return Json.object()
                .with("kty", "RSA")
                .with("n", unsigned(numbers.nonNegativeInteger()))
                .with("e", unsigned(numbers.nonNegativeInteger()));
    }

    private static String unsigned(BigInteger number) {
        byte[] signed = number.toByteArray();
        Bytes bytes = Bytes.owned(signed);
        return Base64Url.encode(signed[0] == 0 ? bytes.slice(1, bytes.size()) : bytes);
    }
}
