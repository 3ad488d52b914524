package dev.exhibit.boundary.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who looks for canaries finds them in every form. */
class CanaryTest {
    @Test
    void everyFormIsFoundAnywhereInATextAndNothingElseIs() {
        for (int before = 0; before < 9; before++) {
            byte[] text = ("x".repeat(before) + Canary.of("test") + "!").getBytes(StandardCharsets.US_ASCII);
            for (String form : List.of(
                    new String(text, StandardCharsets.US_ASCII),
                    HexFormat.of().formatHex(text),
                    HexFormat.of().withUpperCase().formatHex(text),
                    Base64.getEncoder().encodeToString(text),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(text))) {
                assertThat(Canary.formsIn(form).size()).isOne();
            }
        }
        assertThat(Canary.formsIn("canary-0yXq7VtUzK").isEmpty()).isTrue();
    }
}
