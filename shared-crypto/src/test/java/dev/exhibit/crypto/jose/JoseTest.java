package dev.exhibit.crypto.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.digest.Hmac;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of the RFCs, what is written is read again, and what is refused. */
class JoseTest {
    private static final SignatureChecker CHECKER = SignatureChecker.standard();
    private static final int MAX = 4096;

    /** RFC 7515 appendix A.3: the key and the whole JWS. */
    private static final String A3_KEY = """
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
             "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

    private static final String A3 = "eyJhbGciOiJFUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    @Test
    void theExampleOfRfc7515IsVerified() {
        Jws.parse(A3, MAX).verify(jwk(A3_KEY).key(), CHECKER);
    }

    @Test
    void theThumbprintsOfTheRfcsAreComputed() {
        assertThat(Base64Url.encode(jwk("""
                                {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
                                 "e":"AQAB","alg":"RS256","kid":"2011-04-29"}""").thumbprint().bytes()))
                .as("RFC 7638 section 3.1")
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assertThat(Base64Url.encode(
                        jwk("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}")
                                .thumbprint()
                                .bytes()))
                .as("RFC 8037 appendix A.3")
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void theExampleOfRfc4231IsComputed() {
        Bytes secret = Hex.decode("aa".repeat(131));
        Bytes text = Bytes.utf8("Test Using Larger Than Block-Size Key - Hash Key First");
        assertThat(Hex.encode(Hmac.sha256(secret, text.slice(0, 7), text.slice(7, text.size()))))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Hmac.sha256(secret.slice(0, 31), text));
    }

    @Test
    void whatIsSignedIsVerifiedAndReadsTheSame() {
        Map<JwsAlgorithm, ThrowawayKey> keys = Map.of(
                JwsAlgorithm.ES256, ThrowawayKey.p256(),
                JwsAlgorithm.ES384, ThrowawayKey.p384(),
                JwsAlgorithm.ES512, ThrowawayKey.p521(),
                JwsAlgorithm.EDDSA, ThrowawayKey.ed25519(),
                JwsAlgorithm.ED25519, ThrowawayKey.ed25519(),
                JwsAlgorithm.RS256, ThrowawayKey.make("RSA", "SHA256withRSA"));
        keys.forEach((algorithm, key) -> {
            Json.Obj header = Json.object().with("typ", "application/AT+jwt").with("kid", "one");
            Jws jws = Jws.parse(Jws.sign(algorithm, header, Bytes.utf8("payload"), key::sign), MAX);
            Jwk published = jwk(
                    CanonicalJson.of(Jwk.of(key.published()).toJson()).bytes().asLenientText());
            jws.verify(published.key(), CHECKER);
            assertThat(published.key()).isEqualTo(key.published());
            assertThat(jws.payload()).isEqualTo(Bytes.utf8("payload"));
            assertThat(jws.type()).contains("at+jwt");
            assertThat(jws.keyId()).contains("one");
        });
    }

    @Test
    void anotherKeyOrAnotherPayloadIsNotTaken() {
        ThrowawayKey key = ThrowawayKey.p256();
        String text = Jws.sign(JwsAlgorithm.ES256, Json.object(), Bytes.utf8("a"), key::sign);
        String changed = text.replace(
                "." + Base64Url.encode(Bytes.utf8("a")) + ".", "." + Base64Url.encode(Bytes.utf8("b")) + ".");
        assertThatExceptionOfType(BadSignatureException.class)
                .isThrownBy(() -> Jws.parse(changed, MAX).verify(key.published(), CHECKER));
        assertThatExceptionOfType(BadSignatureException.class)
                .isThrownBy(
                        () -> Jws.parse(text, MAX).verify(ThrowawayKey.p256().published(), CHECKER));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(
                        () -> Jws.parse(text, MAX).verify(ThrowawayKey.p384().published(), CHECKER));
    }

    @Test
    void theLimitIsTakenAndOneMoreRefused() {
        assertThat(Jws.parse(A3, A3.length()).algorithm()).isEqualTo(JwsAlgorithm.ES256);
        refused(Reason.TOO_LARGE, () -> Jws.parse(A3, A3.length() - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.b",
                "a.b.c.d",
                "..",
                "eyJhbGciOiJFUzI1NiJ9=.YQ.YQ",
                "eyJhbGciOiJFUzI1NiJ9.YR.YQ",
                "eyJhbGciOiJFUzI1NiJ9.Y Q.YQ",
                "W10.YQ.YQ",
                "e30.YQ.YQ"
            })
    void whatIsNoCompactFormIsRefused(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Jws.parse(text, MAX));
    }

    @Test
    void headersThatChangeTheRulesAreRefused() {
        for (String header : List.of(
                "{\"alg\":\"none\"}",
                "{\"alg\":\"NONE\"}",
                "{\"alg\":\"HS256\"}",
                "{\"alg\":\"es256\"}",
                "{\"alg\":\"ES256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"crit\":[]}",
                "{\"alg\":\"ES256\",\"b64\":true}",
                "{\"alg\":\"ES256\",\"alg\":\"ES256\"}",
                "{\"alg\":\"ES256\",\"kid\":7}",
                "{\"alg\":[\"ES256\"]}")) {
            String text = Base64Url.encode(Bytes.utf8(header)) + ".YQ.YQ";
            assertThatExceptionOfType(MalformedException.class).as(header).isThrownBy(() -> Jws.parse(text, MAX));
        }
    }

    @Test
    void aKeySetWithASecretABrokenKeyOrOneNameTwiceIsRefused() {
        String good = withName("one");
        assertThat(set(good).keys()).hasSize(1);
        refused(Reason.BAD_VALUE, () -> set(good, "{\"kty\":\"oct\",\"k\":\"AAAA\"}"));
        refused(Reason.BAD_VALUE, () -> set(A3_KEY.replace("}", ",\"d\":\"AAAA\"}")));
        refused(Reason.BAD_VALUE, () -> set(good, good));
        refused(Reason.BAD_VALUE, () -> set(good, A3_KEY.replace("x_FE", "x_FF")));
        refused(Reason.BAD_VALUE, () -> set());
        refused(Reason.BAD_VALUE, () -> set(A3_KEY.replace("}", ",\"use\":\"enc\"}")));
        refused(Reason.TOO_LARGE, () -> set(good, withName("2"), withName("3"), withName("4"), withName("5")));
        refused(Reason.MISSING_MEMBER, () -> JwkSet.parse(Bytes.utf8("{}"), JsonLimits.BODY, 4));
    }

    @Test
    void keysOfNoUseArePassedOver() {
        assertThat(set(
                                withName("one"),
                                "{\"kty\":\"AKP\",\"pub\":\"AAAA\",\"alg\":\"ML-DSA-44\"}",
                                withName("two").replace("}", ",\"alg\":\"ECDH-ES\"}"),
                                withName("three").replace("}", ",\"use\":\"enc\"}"))
                        .keys())
                .hasSize(1);
    }

    @Test
    void aSignatureWithoutNameFindsAKeyOnlyIfThereIsNoChoice() {
        Jws unnamed = Jws.parse(A3, MAX);
        assertThat(set(withName("one")).keyFor(unnamed)).isPresent();
        assertThat(set(withName("one"), withName("two")).keyFor(unnamed)).isEmpty();
        ThrowawayKey key = ThrowawayKey.p256();
        Jws named = Jws.parse(
                Jws.sign(JwsAlgorithm.ES256, Json.object().with("kid", "two"), Bytes.utf8("a"), key::sign), MAX);
        assertThat(set(withName("one")).keyFor(named)).isEmpty();
        assertThat(set(withName("one"), withName("two")).keyFor(named)).isPresent();
    }

    private static String withName(String name) {
        return A3_KEY.replace("}", ",\"kid\":\"" + name + "\"}");
    }

    private static JwkSet set(String... keys) {
        return JwkSet.parse(Bytes.utf8("{\"keys\":[" + String.join(",", keys) + "]}"), JsonLimits.BODY, 4);
    }

    private static Jwk jwk(String text) {
        ObjectReader reader = JsonReader.readObject(Bytes.utf8(text), JsonLimits.BODY);
        return Jwk.read(reader);
    }

    private static void refused(Reason reason, Runnable act) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(act::run)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
