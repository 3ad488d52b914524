package dev.exhibit.crypto.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Project Wycheproof's JSON Web Signature and Key vectors, all of them, for each provider: no invalid one accepted, no
 * valid one refused but for the reasons below, which are counted and asserted.
 */
class WycheproofJoseTest {
    private static final String VARIABLE = "EXHIBIT_VECTORS";
    private static final List<String> FILES =
            List.of("json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json");
    private static final int VECTORS = 401 + 26 + 83;
    private static final int MAX_JWS = 64 * 1024;

    enum Counted {
        VALID,
        INVALID,
        /** Valid for a shared secret or encrypted: neither is ever taken here. */
        SYMMETRIC_REFUSED,
        /** Valid, but the key is labelled for something else: "ES521", or PS256 for a PS384 signature. */
        MISLABELLED_REFUSED
    }

    /** In the file of signatures: figures of RFC 7520 whose keys got wrong labels. */
    private static final Set<Long> MISLABELLED = Set.of(346L, 347L, 350L, 351L);

    private static final Map<Counted, Integer> EXPECTED = Map.of(
            Counted.VALID, 35, Counted.INVALID, 453, Counted.SYMMETRIC_REFUSED, 18, Counted.MISLABELLED_REFUSED, 4);

    private final Map<Counted, Integer> counts = new EnumMap<>(Counted.class);
    private final List<String> disagreements = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void everyVector(CryptoProvider provider) throws IOException {
        SignatureChecker checker = new SignatureChecker(List.of(provider));
        assumeTrue(!checker.report().isEmpty(), provider + " does not load on this machine");
        String folder = System.getenv(VARIABLE);
        assumeTrue(folder != null, VARIABLE + " is not set");
        for (String file : FILES) {
            run(Path.of(folder, "wycheproof", file), checker);
        }
        assertThat(disagreements).isEmpty();
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(VECTORS);
        assertThat(counts).isEqualTo(EXPECTED);
    }

    private void run(Path file, SignatureChecker checker) throws IOException {
        ObjectReader document = JsonReader.readObject(Bytes.owned(Files.readAllBytes(file)), JsonLimits.DOCUMENT);
        for (ObjectReader group : document.objects("testGroups", 1000)) {
            Json.Obj key =
                    group.names().contains("public") ? group.objectValue("public") : group.objectValue("private");
            for (ObjectReader test : group.objects("tests", 1000)) {
                Counted verdict = judge(key, test, checker);
                if (verdict == Counted.VALID != test.text("result").equals("valid") && !isExpected(verdict)) {
                    disagreements.add(file.getFileName() + " " + test.optional("tcId") + ": " + verdict);
                }
                counts.merge(verdict, 1, Integer::sum);
            }
        }
    }

    private static boolean isExpected(Counted verdict) {
        return verdict == Counted.SYMMETRIC_REFUSED || verdict == Counted.MISLABELLED_REFUSED;
    }

    private static Counted judge(Json.Obj key, ObjectReader test, SignatureChecker checker) {
        boolean valid = test.text("result").equals("valid");
        try {
            JwkSet keys = JwkSet.parse(CanonicalJson.of(set(key)).bytes(), JsonLimits.BODY, 8);
            Jws jws = Jws.parse(text(test), MAX_JWS);
            jws.verify(keys.keyFor(jws).orElseThrow(WycheproofJoseTest::noKey), checker);
            return Counted.VALID;
        } catch (MalformedException | BadSignatureException refused) {
            return valid ? whyRefused(key, test) : Counted.INVALID;
        }
    }

    private static MalformedException noKey() {
        return new MalformedException(MalformedException.Reason.UNSUPPORTED, "no key for that");
    }

    private static Counted whyRefused(Json.Obj key, ObjectReader test) {
        String text = CanonicalJson.of(key).bytes().asLenientText();
        if (text.contains("\"kty\":\"oct\"") || text.contains("ECDH-ES")) {
            return Counted.SYMMETRIC_REFUSED;
        }
        long id = test.optionalInteger("tcId", 1, 1000).orElseThrow();
        return MISLABELLED.contains(id) ? Counted.MISLABELLED_REFUSED : Counted.INVALID;
    }

    private static Json.Obj set(Json.Obj key) {
        return key.members().containsKey("keys") ? key : Json.object().with("keys", Json.array(List.of(key)));
    }

    private static String text(ObjectReader test) {
        return test.optional("jws").or(() -> test.optional("jwe")).orElseThrow() instanceof Json.Text compact
                ? compact.value()
                : "not compact";
    }
}
