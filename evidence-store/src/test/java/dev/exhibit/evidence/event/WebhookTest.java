package dev.exhibit.evidence.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final CloudEvent EVENT = new CloudEvent(
            7,
            Samples.digest("leaf"),
            "acme.journal",
            Json.object().with("event", "blob.stored").with("at", "2026-01-01T12:00:00Z"));

    private final List<FetchOrder> orders = new ArrayList<>();

    @Test
    void whatIsSentIsSignedAsTheStandardSays() throws Exception {
        hook(SECRET, 204).deliver(EVENT);
        FetchOrder order = orders.getFirst();
        assertThat(order.headers())
                .containsEntry("Content-Type", "application/cloudevents+json")
                .containsEntry("webhook-id", EVENT.leaf().hex())
                .containsEntry("webhook-timestamp", "1767268800");
        // Spelt out with the platform alone, as a receiver would.
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = EVENT.leaf().hex() + ".1767268800." + order.body().asLenientText();
        String expected = java.util.Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(order.headers()).containsEntry("webhook-signature", "v1," + expected);
    }

    @Test
    void theEncodedFormOfASecretIsTheSameSecret() {
        hook(SECRET, 200).deliver(EVENT);
        hook("whsec_" + StrictBase64.encode(Bytes.utf8(SECRET)), 200).deliver(EVENT);
        assertThat(orders.get(1).headers()).isEqualTo(orders.get(0).headers());
    }

    @ParameterizedTest
    @ValueSource(ints = {199, 301, 400, 404, 410, 429, 500, 503})
    void whateverIsNoTwoHundredIsNotTaken(int status) {
        assertThatThrownBy(() -> hook(SECRET, status).deliver(EVENT))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(String.valueOf(status));
    }

    @Test
    void noAnswerIsNotTakenAndNeitherIsABadSecret() {
        Webhook silent = new Webhook(
                "hook",
                FetchUrl.parse("https://receiver.example/events"),
                () -> SECRET,
                order -> {
                    throw new FetchException(FetchException.Reason.TIME, "no answer in time");
                },
                Instant::now);
        assertThatThrownBy(() -> silent.deliver(EVENT)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> hook("whsec_?", 200).deliver(EVENT))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not base64");
        assertThat(orders).isEmpty();
    }

    private Webhook hook(String secret, int status) {
        return new Webhook(
                "hook",
                FetchUrl.parse("https://receiver.example/events"),
                () -> secret,
                order -> {
                    orders.add(order);
                    return new Fetched(status, Map.of(), Bytes.empty());
                },
                () -> Instant.parse("2026-01-01T12:00:00Z"));
    }
}
