package dev.exhibit.crypto.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustStatement.Owner;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the root says of a trust root, and the signing config beside it. */
class TrustStatementTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ValidFor YEAR = new ValidFor(START, Optional.of(START.plusSeconds(31_536_000)));

    private final SigningKey root = new SigningKey(SigningKey.generatePair(RANDOM));
    private final TrustStatement statement =
            TrustStatement.of(new Owner("0a1b2c3d", "acme"), 7, Bytes.utf8("{\"a\":1}"), Bytes.utf8("{\"b\":1}"), YEAR);

    @Test
    void whatTheRootSignedIsReadAsItWasWrittenAndByNobodyElsesKey() {
        Bytes document = statement.sign(root::sign).bytes();
        assertThat(open(document, root.published())).isEqualTo(statement);
        VerificationKey other = new SigningKey(SigningKey.generatePair(RANDOM)).published();
        assertThatExceptionOfType(BadSignatureException.class).isThrownBy(() -> open(document, other));
        Bytes history = new KeyHistory(START, List.of()).sign(root::sign).bytes();
        assertThatExceptionOfType(MalformedException.class)
                .as("another document of the same root")
                .isThrownBy(() -> open(history, root.published()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":7|\"version\":0",
                "\"version\":7|\"version\":7.5",
                "\"version\":7|\"version\": 7",
                "\"version\":7|\"version\":7,\"more\":1",
                "\"tenant\":\"acme\"|\"tenant\":\"\"",
                "\"tenant\":\"acme\",|''",
                "\"end\":|\"last\":",
                "sha256:|sha512:"
            })
    void anotherFormIsRefusedThoughTheRootSignedIt(String right, String wrong) {
        String payload = payload();
        String changed = payload.replaceFirst(Pattern.quote(right), wrong);
        assertThat(changed).isNotEqualTo(payload);
        assertThatThrownBy(() -> open(signedAs(changed), root.published())).isInstanceOf(MalformedException.class);
    }

    @Test
    void aSigningConfigIsAsTheSpecificationHasIt() {
        SigningConfig.Service service = new SigningConfig.Service("https://t.example/tsr", "one", ValidFor.from(START));
        assertThat(new SigningConfig(List.of(service), 1).encode().bytes().asLenientText())
                .isEqualTo("{\"mediaType\":\"application/vnd.dev.sigstore.signingconfig.v0.2+json\","
                        + "\"tsaConfig\":{\"count\":1,\"selector\":\"EXACT\"},\"tsaUrls\":[{\"majorApiVersion\":1,"
                        + "\"operator\":\"one\",\"url\":\"https://t.example/tsr\","
                        + "\"validFor\":{\"start\":\"2026-01-01T00:00:00Z\"}}]}");
        assertThat(new SigningConfig(List.of(), 0).encode().bytes().asLenientText())
                .isEqualTo("{\"mediaType\":\"application/vnd.dev.sigstore.signingconfig.v0.2+json\"}");
        assertThatThrownBy(() -> new SigningConfig(List.of(service), 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TrustStatement open(Bytes document, VerificationKey key) {
        return TrustStatement.open(document, key, SignatureChecker.standard());
    }

    private String payload() {
        String envelope = statement.sign(root::sign).bytes().asLenientText();
        String marker = "\"payload\":\"";
        int start = envelope.indexOf(marker) + marker.length();
        return StrictBase64.decode(envelope.substring(start, envelope.indexOf('"', start)))
                .asLenientText();
    }

    /** The root's signature over any bytes. */
    private Bytes signedAs(String payload) {
        Bytes bytes = Bytes.utf8(payload);
        var signature = root.sign(Envelope.signedDigest(TrustStatement.PAYLOAD_TYPE, bytes));
        return CanonicalJson.of(new Envelope(TrustStatement.PAYLOAD_TYPE, bytes, signature).toJson())
                .bytes();
    }
}
