package dev.exhibit.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exhibit.crypto.digest.Hashing;
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
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Project Wycheproof's ECDSA P-256 vectors: no valid signature refused, no invalid one accepted. */
class WycheproofTest {
    private static final String VARIABLE = "EXHIBIT_VECTORS";

    private int signatures;

    @Test
    void derSignatures() throws IOException {
        assertThat(disagreements("ecdsa_secp256r1_sha256_test.json", SignatureBytes::new))
                .isEmpty();
        assertThat(signatures).isEqualTo(484);
    }

    @Test
    void p1363Signatures() throws IOException {
        assertThat(disagreements(
                        "ecdsa_secp256r1_sha256_p1363_test.json",
                        raw -> EcdsaSignature.ofP1363(raw).der()))
                .isEmpty();
        assertThat(signatures).isEqualTo(262);
    }

    private List<String> disagreements(String file, Function<Bytes, SignatureBytes> form) throws IOException {
        List<String> disagreements = new ArrayList<>();
        for (Json group : vectors(file)) {
            ObjectReader reader = ObjectReader.of(group, "");
            VerificationKey key = VerificationKey.fromPem(reader.text("publicKeyPem"));
            assertThat(key.spki()).isEqualTo(Hex.decode(reader.text("publicKeyDer")));
            for (ObjectReader test : reader.objects("tests", 1000)) {
                String verdict = verdict(key, test, form);
                if (!verdict.equals(test.text("result"))) {
                    disagreements.add(test.optional("tcId") + " " + test.text("comment") + ": " + verdict);
                }
                signatures++;
            }
        }
        return disagreements;
    }

    private static String verdict(VerificationKey key, ObjectReader test, Function<Bytes, SignatureBytes> form) {
        try {
            key.verify(Hashing.of(Hex.decode(test.text("msg"))), form.apply(Hex.decode(test.text("sig"))));
            return "valid";
        } catch (MalformedException | BadSignatureException refused) {
            return "invalid";
        }
    }

    private static List<Json> vectors(String file) throws IOException {
        String folder = System.getenv(VARIABLE);
        assumeTrue(folder != null, VARIABLE + " is not set");
        Bytes document = Bytes.owned(Files.readAllBytes(Path.of(folder, "wycheproof", file)));
        return JsonReader.readObject(document, JsonLimits.DOCUMENT).items("testGroups", 1000);
    }
}
