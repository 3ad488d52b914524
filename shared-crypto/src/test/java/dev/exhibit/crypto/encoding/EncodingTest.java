package dev.exhibit.crypto.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static void refused(Reason reason, Runnable decode) {
        assertThatThrownBy(decode::run)
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    /** RFC 4648 section 10. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"})
    void base64OfTheRfc(String text) {
        Bytes decoded = StrictBase64.decode(text);
        assertThat(decoded).isEqualTo(Bytes.utf8("foobar".substring(0, decoded.size())));
        assertThat(StrictBase64.encode(decoded)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"QQ", "QQ=", "QQ===", "QQ==\n", " QQ==", "Q Q==", "Q", "=", "QUI", "_-8=", "QQ==QQ==", "QÖ=="})
    void base64InAnotherFormIsRefused(String text) {
        refused(Reason.BASE64, () -> StrictBase64.decode(text));
    }

    /** The JDK takes sixteen spellings of one byte and four of two; one of each is right. */
    @Test
    void unusedBitsOfBase64AreZero() {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < ALPHABET.length(); i++) {
            char c = ALPHABET.charAt(i);
            for (String text : List.of("Q" + c + "==", "QQ" + c + "=")) {
                try {
                    StrictBase64.decode(text);
                    accepted.add(text);
                } catch (MalformedException refused) {
                    assertThat(refused.reason()).isEqualTo(Reason.BASE64);
                }
            }
        }
        assertThat(accepted).hasSize(4 + 16).contains("QQ==", "QQA=").doesNotContain("QR==", "QQB=");
    }

    /** Whatever is changed, longer or shorter: accepted is what the bytes encode to, and nothing else. */
    @Test
    void aTextOfBase64IsTheOneOfItsBytes() {
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            String text = changed(Base64.getEncoder().encodeToString(bytes), random);
            Optional<Bytes> decoded = Optional.empty();
            try {
                decoded = Optional.of(StrictBase64.decode(text));
                accepted++;
            } catch (MalformedException refused) {
                assertThat(refused.reason()).isEqualTo(Reason.BASE64);
            }
            assertThat(decoded.map(StrictBase64::encode).orElse("refused"))
                    .as(text)
                    .isEqualTo(isCanonical(text) ? text : "refused");
        }
        assertThat(accepted).isBetween(2_000, 18_000);
    }

    private static String changed(String text, Random random) {
        String some = ALPHABET + "=";
        int at = random.nextInt(text.length() + 1);
        String piece = String.valueOf(some.charAt(random.nextInt(some.length())));
        return switch (random.nextInt(4)) {
            case 0 -> text;
            case 1 -> text.substring(0, at) + piece + text.substring(Math.min(at + 1, text.length()));
            case 2 -> text.substring(0, at) + piece + text.substring(at);
            default -> text.substring(0, at);
        };
    }

    private static boolean isCanonical(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(text))
                    .equals(text);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0A", "0g", " 00", "0x00", "00\n"})
    void hexadecimalInAnotherFormIsRefused(String text) {
        refused(Reason.HEX, () -> Hex.decode(text));
    }

    @Test
    void pemOfAnyLengthComesBack() {
        for (int size : new int[] {0, 1, 47, 48, 49, 96, 1000}) {
            Bytes content = Bytes.of(new byte[size]);
            String pem = Pem.encode("PUBLIC KEY", content);
            assertThat(pem.lines()).allMatch(line -> line.length() <= 64);
            assertThat(Pem.decode("PUBLIC KEY", pem)).isEqualTo(content);
            assertThat(Pem.decode("PUBLIC KEY", pem.stripTrailing())).isEqualTo(content);
            assertThat(Pem.decode("PUBLIC KEY", pem.replace("\n", "\r\n"))).isEqualTo(content);
        }
    }

    @Test
    void pemInAnotherFormIsRefused() {
        String pem = Pem.encode("PUBLIC KEY", Bytes.of(new byte[91]));
        List<String> loose = List.of(
                "",
                "text\n" + pem,
                "\n" + pem,
                pem + "\n",
                pem + pem,
                pem + "text",
                pem.replace("PUBLIC", "PRIVATE"),
                pem.replace("-----END", "----END"),
                pem.replace("-----\nAAAA", "-----\nProc-Type: 4,ENCRYPTED\n\nAAAA"),
                pem.replace("AAAA\n", "AAAA\n\n"),
                pem.replace("A\n", "\nA"),
                pem.replace("A\n", "A \n"),
                pem.replace("A\n", "A\r\r\n"),
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n".substring(0, 27));
        assertThat(loose)
                .allSatisfy(text -> assertThatThrownBy(() -> Pem.decode("PUBLIC KEY", text))
                        .isInstanceOf(MalformedException.class));
        refused(Reason.TOO_LARGE, () -> Pem.decode("PUBLIC KEY", pem + "\n".repeat(64 * 1024)));
    }
}
