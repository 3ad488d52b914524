package dev.exhibit.keyless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.keyless.KeylessException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which signing configs can be used. */
class InstanceTest {
    private static final Json CA = PrivateSigstore.services("https://fulcio.example", 1);
    private static final Json LOG = PrivateSigstore.services("https://rekor.example", 2);
    private static final Json TSA = PrivateSigstore.services("https://tsa.example/api/v1/timestamp", 1);

    private static Instance read(CanonicalJson config) {
        return Instance.of(config.bytes(), TrustRoot.empty());
    }

    private static void refused(CanonicalJson config, String words) {
        refused(config.bytes(), words);
    }

    private static void refused(Bytes config, String words) {
        assertThatThrownBy(() -> Instance.of(config, TrustRoot.empty()))
                .isInstanceOfSatisfying(
                        KeylessException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessageContaining(words);
    }

    @Test
    void theNewestLogIsUsed() {
        Json both = Json.array(List.of(
                Json.object()
                        .with("url", "https://old.example")
                        .with("majorApiVersion", 1)
                        .with("validFor", Json.object().with("start", "2024-01-01T00:00:00Z")),
                Json.object()
                        .with("url", "https://new.example")
                        .with("majorApiVersion", 2)
                        .with("validFor", Json.object().with("start", "2020-01-01T00:00:00Z"))));
        assertThat(read(PrivateSigstore.config(CA, both, TSA)).log().getUrl()).hasToString("https://new.example");
    }

    @Test
    void aMissingServiceIsNamed() {
        Json none = Json.array(List.of());
        refused(PrivateSigstore.config(none, LOG, TSA), "caUrls");
        refused(PrivateSigstore.config(CA, none, TSA), "rekorTlogUrls");
        refused(PrivateSigstore.config(CA, LOG, none), "tsaUrls");
        refused(PrivateSigstore.config(CA, PrivateSigstore.services("https://rekor.example", 3), TSA), "rekorTlogUrls");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://fulcio.example", "http://127.0.0.1.example", "ftp://localhost", "fulcio.example", ""})
    void noTokenGoesOutUnencrypted(String address) {
        refused(PrivateSigstore.config(PrivateSigstore.services(address, 1), LOG, TSA), "https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5555", "http://127.0.0.1:5555", "http://[::1]:5555"})
    void thisMachineIsNear(String address) {
        assertThat(read(PrivateSigstore.config(PrivateSigstore.services(address, 1), LOG, TSA))
                        .authority()
                        .getUrl())
                .hasToString(address);
    }

    @Test
    void severalLogsAreNotSupportedAndNotPassedOver() {
        String text = PrivateSigstore.config(CA, LOG, TSA).bytes().asLenientText();
        refused(Bytes.utf8(text.replace("{\"selector\":\"ANY\"}", "{\"selector\":\"ALL\"}")), "rekorTlogConfig");
        refused(Bytes.utf8(text.replace("\"count\":1", "\"count\":2")), "tsaConfig");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{}", "{\"mediaType\":\"application/vnd.dev.sigstore.signingconfig.v0.1+json\"}"})
    void anythingElseIsNoSigningConfig(String text) {
        refused(Bytes.utf8(text), "the signing config");
    }
}
