package dev.exhibit.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Digest DIGEST = Hashing.of(Bytes.utf8("signed"));

    private final SigningKey key = new SigningKey(SigningKey.generatePair(RANDOM));
    private final String spki = Hex.encode(key.published().spki());

    private static void refused(Reason reason, Runnable read) {
        assertThatThrownBy(read::run)
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static VerificationKey key(String spki) {
        return new VerificationKey(Hex.decode(spki));
    }

    @Test
    void aKeyIsNamedByTheDigestOfItsSpkiAndComesBackFromPem() {
        VerificationKey published = key.published();
        assertThat(published.id().digest()).isEqualTo(Hashing.of(published.spki()));
        assertThat(VerificationKey.fromPem(published.toPem())).isEqualTo(published);
        assertThat(KeyId.parse(published.id().hex())).isEqualTo(published.id());
        assertThat(key.toString()).isEqualTo("SigningKey[" + published.id().hex() + "]");
    }

    @Test
    void anIdOfAnotherKeyIsRefused() {
        KeyId other = new KeyId(DIGEST);
        assertThatThrownBy(() -> new VerificationKey(other, key.published().spki()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheOneEncodingOfAPointOnTheCurveIsAKey() {
        String coordinates = spki.substring(2 * 27);
        String prefix = spki.substring(0, 2 * 26);
        refused(Reason.DER, () -> key(spki + "00"));
        refused(Reason.DER, () -> key(spki.substring(0, spki.length() - 2)));
        refused(Reason.DER, () -> key("308159" + spki.substring(4)));
        refused(Reason.BAD_VALUE, () -> key(prefix + "05" + coordinates));
        refused(Reason.BAD_VALUE, () -> key(prefix + "04" + "00".repeat(64)));
        refused(Reason.BAD_VALUE, () -> key(prefix + "04" + "ff".repeat(64)));
        String lastBitFlipped = "%02x".formatted(Integer.parseInt(spki.substring(180), 16) ^ 1);
        refused(Reason.BAD_VALUE, () -> key(spki.substring(0, 180) + lastBitFlipped));
        String compressed =
                "3039301306072a8648ce3d020106082a8648ce3d030107032200" + "02" + coordinates.substring(0, 64);
        refused(Reason.BAD_VALUE, () -> key(compressed));
    }

    @Test
    void aCoordinateIsReducedModuloThePrime() {
        BigInteger prime = BigInteger.TWO
                .pow(256)
                .subtract(BigInteger.TWO.pow(224))
                .add(BigInteger.TWO.pow(192))
                .add(BigInteger.TWO.pow(96))
                .subtract(BigInteger.ONE);
        BigInteger b = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        BigInteger y = b.modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
        String point = "%064x%064x";
        String prefix = spki.substring(0, 2 * 27);
        assertThat(key(prefix + point.formatted(BigInteger.ZERO, y)).spki().size())
                .isEqualTo(91);
        refused(Reason.BAD_VALUE, () -> key(prefix + point.formatted(prime, y)));
    }

    @Test
    void keysOfOtherKindsAreRefused() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        KeyPairGenerator agreement = KeyPairGenerator.getInstance("X25519");
        KeyPairGenerator other = KeyPairGenerator.getInstance("DSA");
        for (KeyPairGenerator kind : List.of(small, agreement, other)) {
            PublicKey published = kind.generateKeyPair().getPublic();
            refused(Reason.UNSUPPORTED, () -> VerificationKey.of(published));
        }
    }

    @Test
    void onlyAP256KeySigns() throws Exception {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair pair = curve.generateKeyPair();
        assertThat(VerificationKey.of(pair.getPublic()).type()).isEqualTo(KeyType.EC_P384);
        assertThatThrownBy(() -> new SigningKey(pair)).isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 6979 section A.2.5: P-256 with SHA-256. */
    @Test
    void signaturesAreThoseOfRfc6979() throws Exception {
        SigningKey fixed = new SigningKey(rfc6979Pair());
        assertThat(SigningKey.of(rfc6979Pair().getPrivate()).published()).isEqualTo(fixed.published());
        signs(
                fixed,
                "sample",
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
                "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
        signs(
                fixed,
                "test",
                "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
                "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
    }

    private static void signs(SigningKey key, String message, String r, String s) {
        Digest digest = Hashing.of(Bytes.utf8(message));
        SignatureBytes signature = key.sign(digest);
        assertThat(EcdsaSignature.ofDer(signature, KeyType.EC_P256))
                .isEqualTo(new EcdsaSignature(KeyType.EC_P256, new BigInteger(r, 16), new BigInteger(s, 16)));
        key.published().verify(digest, signature);
    }

    private static KeyPair rfc6979Pair() throws Exception {
        KeyFactory keys = KeyFactory.getInstance("EC");
        PublicKey published = keys.generatePublic(
                new X509EncodedKeySpec(Hex.decode("3059301306072a8648ce3d020106082a8648ce3d030107034200"
                                + "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                                + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
                        .toArray()));
        BigInteger secret = new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);
        return new KeyPair(
                published, keys.generatePrivate(new ECPrivateKeySpec(secret, ((ECPublicKey) published).getParams())));
    }

    @Test
    void onlyAPrivateKeyOfACurveSigns() throws Exception {
        KeyPair pair = SigningKey.generatePair(RANDOM);
        PublicKey published = pair.getPublic();
        PrivateKey other =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        assertThatThrownBy(() -> new SigningKey(new KeyPair(published, other)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSignatureHasBothNumbersInRange() {
        BigInteger order = EcCurve.P256.order();
        BigInteger one = BigInteger.ONE;
        BigInteger last = order.subtract(one);
        refused(Reason.BAD_VALUE, () -> new EcdsaSignature(KeyType.EC_P256, BigInteger.ZERO, one));
        refused(Reason.BAD_VALUE, () -> new EcdsaSignature(KeyType.EC_P256, one, BigInteger.ZERO));
        refused(Reason.BAD_VALUE, () -> new EcdsaSignature(KeyType.EC_P256, order, one));
        refused(Reason.BAD_VALUE, () -> new EcdsaSignature(KeyType.EC_P256, one, order));
        refused(Reason.BAD_VALUE, () -> new EcdsaSignature(KeyType.EC_P256, one.negate(), one));
        EcdsaSignature extreme = new EcdsaSignature(KeyType.EC_P256, last, one);
        assertThat(EcdsaSignature.ofDer(extreme.der(), KeyType.EC_P256)).isEqualTo(extreme);
        assertThatThrownBy(() -> key.published().verify(DIGEST, extreme.der()))
                .isInstanceOf(BadSignatureException.class);
    }

    @Test
    void aSignatureIsReadInBothForms() {
        for (int i = 0; i < 50; i++) {
            SignatureBytes der = key.sign(DIGEST);
            EcdsaSignature numbers = EcdsaSignature.ofDer(der, KeyType.EC_P256);
            String raw = "%064x%064x".formatted(numbers.r(), numbers.s());
            assertThat(EcdsaSignature.ofP1363(Hex.decode(raw), KeyType.EC_P256)).isEqualTo(numbers);
            assertThat(numbers.der()).isEqualTo(der);
        }
        refused(Reason.BAD_VALUE, () -> EcdsaSignature.ofP1363(Bytes.of(new byte[63]), KeyType.EC_P256));
        refused(Reason.BAD_VALUE, () -> EcdsaSignature.ofP1363(Bytes.of(new byte[65]), KeyType.EC_P256));
    }
}
