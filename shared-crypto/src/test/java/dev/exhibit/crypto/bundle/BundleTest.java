package dev.exhibit.crypto.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    private static final Digest DIGEST = Hashing.of(Bytes.empty());
    private static final String DIGEST_BASE64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final SignatureBytes SIGNATURE = new SignatureBytes(Bytes.utf8("sig"));
    private static final Bundle MESSAGE =
            new Bundle(VerificationMaterial.of(new KeyId(DIGEST)), new BundleContent.Message(DIGEST, SIGNATURE));
    private static final Bundle DSSE = new Bundle(
            VerificationMaterial.of(new KeyId(DIGEST)),
            new BundleContent.Dsse(new Envelope("t", Bytes.utf8("{}"), SIGNATURE)));

    @Test
    void theFormIsThatOfTheSpecification() {
        assertThat(MESSAGE.encode().bytes().asLenientText())
                .isEqualTo("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
                        + "\"messageSignature\":{\"messageDigest\":{\"algorithm\":\"SHA2_256\",\"digest\":\""
                        + DIGEST_BASE64 + "\"},\"signature\":\"c2ln\"},"
                        + "\"verificationMaterial\":{\"publicKey\":{\"hint\":\"" + DIGEST_BASE64 + "\"}}}");
        assertThat(DSSE.encode().bytes().asLenientText())
                .startsWith("{\"dsseEnvelope\":{\"payload\":\"e30=\",\"payloadType\":\"t\","
                        + "\"signatures\":[{\"sig\":\"c2ln\"}]},\"mediaType\":");
    }

    @Test
    void bothKindsComeBack() {
        for (Bundle bundle : new Bundle[] {MESSAGE, DSSE}) {
            Bytes encoded = bundle.encode().bytes();
            assertThat(Bundle.decode(encoded)).isEqualTo(bundle);
            assertThat(Bundle.decode(encoded).encode().bytes()).isEqualTo(encoded);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bundle.v0.3+json|bundle.v0.4+json",
                "\"SHA2_256\"|\"SHA2_512\"",
                "\"publicKey\"|\"certificate\"",
                "\"messageSignature\"|\"dsseEnvelope\"",
                "\"messageSignature\"|\"other\"",
                "{\"mediaType\"|{\"dsseEnvelope\":{},\"mediaType\"",
                "{\"mediaType\"|{\"extra\":1,\"mediaType\"",
                "{\"hint\"|{\"rawBytes\":\"\",\"hint\"",
                "{\"publicKey\"|{\"tlogEntries\":{},\"publicKey\"",
                "47DEQpj8|47DEQpj",
                "\"c2ln\"|3"
            })
    void otherFormsAreRefused(String right, String wrong) {
        String genuine = MESSAGE.encode().bytes().asLenientText();
        String changed = genuine.replace(right, wrong);
        assertThat(changed).isNotEqualTo(genuine);
        assertThatThrownBy(() -> Bundle.decode(Bytes.utf8(changed))).isInstanceOf(MalformedException.class);
    }
}
