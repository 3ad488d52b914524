package dev.exhibit.crypto.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785: its examples, and that what is written is read back. */
class CanonicalJsonTest {
    private static String canonical(String document) {
        Json value = JsonReader.read(Bytes.utf8(document), JsonLimits.BODY);
        return CanonicalJson.of(value).bytes().asLenientText();
    }

    /** Section 3.2.2. */
    @Test
    void theSampleOfTheRfc() {
        String input = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(canonical(input))
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** Section 3.2.3: members are sorted by UTF-16 code units, not by code points. */
    @Test
    void membersAreSortedAsTheRfcSays() {
        String input = """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                 "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
                 "\\u00f6": "Latin Small Letter O With Diaeresis"}""";
        assertThat(canonical(input))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    /** Appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2"
    })
    void numbersOfTheRfc(String bits, String text) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(CanonicalJson.of(new Json.Num(value)).bytes().asLenientText())
                .isEqualTo(text);
    }

    /** Rows of appendix B that we refuse on purpose: not finite, or integers that a double does not hold exactly. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "7fffffffffffffff",
                "7ff0000000000000",
                "4340000000000000",
                "c340000000000000",
                "4430000000000000",
                "444b1ae4d6e2ef4e",
                "444b1ae4d6e2ef4f"
            })
    void numbersWithoutAnExactForm(String bits) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThatThrownBy(() -> new Json.Num(value)).isInstanceOf(MalformedException.class);
    }

    @Test
    void everyNumberIsReadBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            double size = Math.abs(value);
            if (Double.isFinite(value) && (size < 9e15 || size >= 1e21)) {
                Json.Num number = new Json.Num(value);
                assertThat(JsonReader.read(CanonicalJson.of(number).bytes(), JsonLimits.BODY))
                        .as("seed %s", seed)
                        .isEqualTo(number);
            }
        }
    }

    @Test
    void everyStringIsReadBackAndHasTheFewestEscapes() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x3000; c++) {
            all.append((char) c);
        }
        Json value = Json.object().with(all.toString(), all.toString());
        Bytes encoded = CanonicalJson.of(value).bytes();
        assertThat(JsonReader.read(encoded, JsonLimits.BODY)).isEqualTo(value);
        assertThat(encoded.asLenientText())
                .contains("\\u001f !\\\"#")
                .contains("\u007f\u0080")
                .contains("\u2028");
    }

    @Test
    void aLoneSurrogateIsNoText() {
        assertThatThrownBy(() -> Json.text("\ud83d")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Json.object().with("\ude00", 1)).isInstanceOf(MalformedException.class);
    }
}
