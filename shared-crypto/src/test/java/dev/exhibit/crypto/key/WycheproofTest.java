package dev.exhibit.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Project Wycheproof's signature vectors, all files, for each provider: no valid signature refused, no invalid one
 * accepted. What is left out is counted by reason, and the counts are asserted.
 */
class WycheproofTest {
    private static final String VARIABLE = "EXHIBIT_VECTORS";

    private static final int FILES = 22;

    private static final int VECTORS = 6324;

    enum Counted {
        VALID,
        INVALID,
        /** Valid by the letter of an older standard: we refuse an RSA signature whose hash has no NULL parameter. */
        ACCEPTABLE_REFUSED,
        /** ML-DSA with a context: we never use one, so there is no way to ask for it. */
        CONTEXT_SKIPPED
    }

    /** What is left out or judged otherwise, by file; each acceptable one is the same signature without its NULL. */
    private static final Map<String, Integer> LEFT_OUT = Map.of(
            "mldsa_44_verify_test.json CONTEXT_SKIPPED", 7,
            "mldsa_65_verify_test.json CONTEXT_SKIPPED", 7,
            "mldsa_87_verify_test.json CONTEXT_SKIPPED", 7,
            "rsa_signature_2048_sha256_test.json ACCEPTABLE_REFUSED", 1,
            "rsa_signature_2048_sha512_test.json ACCEPTABLE_REFUSED", 1,
            "rsa_signature_3072_sha256_test.json ACCEPTABLE_REFUSED", 1,
            "rsa_signature_3072_sha384_test.json ACCEPTABLE_REFUSED", 1,
            "rsa_signature_4096_sha256_test.json ACCEPTABLE_REFUSED", 1,
            "rsa_signature_4096_sha512_test.json ACCEPTABLE_REFUSED", 1);

    /** For the token layer of another room. */
    private static final List<String> OTHER_FILES =
            List.of("json_web_crypto_test.json", "json_web_key_test.json", "json_web_signature_test.json");

    private static final Map<Counted, Integer> EXPECTED = Map.of(
            Counted.VALID, 2347, Counted.INVALID, 3950, Counted.ACCEPTABLE_REFUSED, 6, Counted.CONTEXT_SKIPPED, 21);

    private final Map<Counted, Integer> counts = new EnumMap<>(Counted.class);
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private final List<String> disagreements = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void everyVector(CryptoProvider provider) throws IOException {
        SignatureChecker checker = new SignatureChecker(List.of(provider));
        assumeTrue(!checker.report().isEmpty(), provider + " does not load on this machine");
        assertThat(checker.report()).hasSameSizeAs(SignatureAlgorithm.values());
        List<Path> files = files();
        for (Path file : files) {
            run(file, checker);
        }
        assertThat(disagreements).isEmpty();
        assertThat(files).hasSize(FILES);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(VECTORS);
        assertThat(counts).isEqualTo(EXPECTED);
        assertThat(leftOut).isEqualTo(LEFT_OUT);
        System.out.println("wycheproof: " + provider + " " + counts);
    }

    private void run(Path file, SignatureChecker checker) throws IOException {
        for (Json item : JsonReader.readObject(Bytes.owned(Files.readAllBytes(file)), JsonLimits.DOCUMENT)
                .items("testGroups", 1000)) {
            ObjectReader group = ObjectReader.of(item, "");
            for (ObjectReader test : group.objects("tests", 1000)) {
                Counted verdict = judge(file, group, test, checker);
                if (!agrees(verdict, test.text("result"))) {
                    disagreements.add(file.getFileName() + " " + test.optional("tcId") + ": " + verdict);
                }
                counts.merge(verdict, 1, Integer::sum);
                if (verdict == Counted.CONTEXT_SKIPPED || verdict == Counted.ACCEPTABLE_REFUSED) {
                    leftOut.merge(file.getFileName() + " " + verdict, 1, Integer::sum);
                }
            }
        }
    }

    private static boolean agrees(Counted verdict, String expected) {
        return switch (verdict) {
            case VALID -> expected.equals("valid");
            case INVALID -> expected.equals("invalid");
            case ACCEPTABLE_REFUSED -> expected.equals("acceptable");
            case CONTEXT_SKIPPED -> true;
        };
    }

    private static Counted judge(Path file, ObjectReader group, ObjectReader test, SignatureChecker checker) {
        SignatureAlgorithm algorithm = algorithm(file.getFileName().toString(), group);
        if (!test.optionalText("ctx").orElse("").isEmpty()) {
            return Counted.CONTEXT_SKIPPED;
        }
        try {
            VerificationKey key = key(group);
            Bytes raw = Hex.decode(test.text("sig"));
            SignatureBytes signature = file.toString().contains("p1363")
                    ? EcdsaSignature.ofP1363(raw, key.type()).der()
                    : new SignatureBytes(raw);
            checker.verify(key, algorithm, Hex.decode(test.text("msg")), signature);
            return Counted.VALID;
        } catch (MalformedException | BadSignatureException refused) {
            return test.text("result").equals("acceptable") ? Counted.ACCEPTABLE_REFUSED : Counted.INVALID;
        }
    }

    /** Groups of ML-DSA whose key is no key have no DER form. */
    private static VerificationKey key(ObjectReader group) {
        return group.optional("publicKeyDer")
                .filter(Json.Text.class::isInstance)
                .map(der -> new VerificationKey(Hex.decode(((Json.Text) der).value())))
                .orElseThrow(() -> new MalformedException(MalformedException.Reason.BAD_VALUE, "no key"));
    }

    private static SignatureAlgorithm algorithm(String file, ObjectReader group) {
        if (file.startsWith("ecdsa")) {
            KeyType type = KeyType.valueOf("EC_P" + file.substring("ecdsa_secp".length(), "ecdsa_secp".length() + 3));
            return SignatureAlgorithm.ecdsa(type, hash(group));
        }
        return switch (file.substring(0, 5)) {
            case "ed255" -> SignatureAlgorithm.ED25519;
            case "mldsa" -> SignatureAlgorithm.valueOf("ML_DSA_" + file.substring(6, 8));
            case "rsa_p" -> SignatureAlgorithm.valueOf("RSA_PSS_" + hash(group));
            case "rsa_s" -> SignatureAlgorithm.valueOf("RSA_PKCS1_" + hash(group));
            default -> throw new AssertionError("a file of unknown kind: " + file);
        };
    }

    private static HashAlgorithm hash(ObjectReader group) {
        return HashAlgorithm.valueOf(group.text("sha").replace("-", ""));
    }

    private static List<Path> files() throws IOException {
        String folder = System.getenv(VARIABLE);
        assumeTrue(folder != null, VARIABLE + " is not set");
        try (Stream<Path> found = Files.list(Path.of(folder, "wycheproof"))) {
            return found.filter(file -> file.toString().endsWith("_test.json"))
                    .filter(file -> !OTHER_FILES.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
