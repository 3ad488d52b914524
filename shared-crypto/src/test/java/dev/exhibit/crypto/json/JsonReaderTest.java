package dev.exhibit.crypto.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final JsonLimits SMALL = new JsonLimits(1000, 4, 10, 8);

    private static Json read(String text) {
        return JsonReader.read(Bytes.utf8(text), JsonLimits.BODY);
    }

    private static MalformedException refused(Reason reason, Runnable read) {
        MalformedException[] seen = new MalformedException[1];
        assertThatThrownBy(read::run).isInstanceOfSatisfying(MalformedException.class, refused -> {
            assertThat(refused.reason()).as(refused.detail()).isEqualTo(reason);
            seen[0] = refused;
        });
        return seen[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1] 2",
                "{} {}",
                "[1]x",
                "nul",
                "NaN",
                "[NaN]",
                "[Infinity]",
                "[-Infinity]",
                "[01]",
                "[+1]",
                "[.5]",
                "[1.]",
                "[1e]",
                "[0x1]",
                "[\"\\x\"]",
                "[\"\u0001\"]",
                "[\"a\nb\"]",
                "[\"\\ud800\"]",
                "[\"\\udc00\\ud800\"]",
                "[\"\\ud800a\"]",
                "{\"\\ud800\":1}",
                "// c\n1",
                "/* c */1",
                "# c\n1",
                "\uFEFF{}",
                "[1,,2]",
                "[,]",
                "{\"a\"}",
                "{\"a\":}",
                "\u00001",
                "1\u0000",
                "]",
                ","
            })
    void whatIsNotJsonIsRefused(String text) {
        refused(Reason.JSON, () -> read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22ff22", "22c08022", "22eda08022", "22f490808022", "22e282", "fffe7b007d00"})
    void whatIsNotUtf8IsRefused(String hex) {
        refused(Reason.JSON, () -> JsonReader.read(Hex.decode(hex), JsonLimits.BODY));
    }

    @Test
    void aMemberGivenTwiceIsRefusedHoweverItIsSpelled() {
        refused(Reason.JSON_DUPLICATE_KEY, () -> read("{\"a\":1,\"a\":1}"));
        refused(Reason.JSON_DUPLICATE_KEY, () -> read("{\"a\":1,\"\\u0061\":2}"));
        MalformedException refused =
                refused(Reason.JSON_DUPLICATE_KEY, () -> read("{\"x/y\":[0,{\"b\":{},\"b\":{}}]}"));
        assertThat(refused.pointer()).isEqualTo("/x~1y/1/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740992", "-9007199254740992", "9007199254740992.0", "1e20", "1e400", "-1e400"})
    void numbersWithoutAnExactFormAreRefused(String number) {
        MalformedException refused = refused(Reason.BAD_VALUE, () -> read("{\"n\":[" + number + "]}"));
        assertThat(refused.pointer()).isEqualTo("/n/0");
    }

    @Test
    void theLargestIntegersAreTaken() {
        assertThat(read("[9007199254740991,-9007199254740991,-0,1e30]").toString())
                .isEqualTo(Json.array(List.of(
                                Json.number(9007199254740991L),
                                Json.number(-9007199254740991L),
                                Json.number(0),
                                new Json.Num(1e30)))
                        .toString());
    }

    @Test
    void theLimitIsTakenAndOneMoreIsRefused() {
        JsonReader.read(Bytes.utf8("[[[[]]]]"), SMALL);
        refused(Reason.JSON_TOO_DEEP, () -> JsonReader.read(Bytes.utf8("[[[[[]]]]]"), SMALL));
        refused(Reason.JSON_TOO_DEEP, () -> JsonReader.read(Bytes.utf8("[[[[{}]]]]"), SMALL));
        JsonReader.read(Bytes.utf8("[1,2,3,4,5,6,7,8,9,0]"), SMALL);
        refused(Reason.TOO_LARGE, () -> JsonReader.read(Bytes.utf8("[1,2,3,4,5,6,7,8,9,0,1]"), SMALL));
        JsonReader.read(Bytes.utf8("{\"12345678\":\"12345678\"}"), SMALL);
        refused(Reason.TOO_LARGE, () -> JsonReader.read(Bytes.utf8("\"123456789\""), SMALL));
        refused(Reason.TOO_LARGE, () -> JsonReader.read(Bytes.utf8("{\"123456789\":1}"), SMALL));
        JsonReader.read(Bytes.utf8(" ".repeat(999) + "1"), SMALL);
        refused(Reason.TOO_LARGE, () -> JsonReader.read(Bytes.utf8(" ".repeat(1000) + "1"), SMALL));
        refused(Reason.TOO_LARGE, () -> read("1" + "0".repeat(32)));
    }

    @Test
    void aHundredThousandBracketsAreRefusedAtTheLimit() {
        refused(Reason.JSON_TOO_DEEP, () -> read("[".repeat(100_000)));
        refused(Reason.JSON_TOO_DEEP, () -> read("{\"a\":".repeat(100_000)));
    }

    /** A pointer for each value, made in advance, would copy the long name a hundred thousand times. */
    @Test
    void longNamesCostLinearTime() {
        String document = "{\"" + "n".repeat(20_000_000) + "\":[" + "0,".repeat(99_000) + "x]}";
        assertTimeout(
                Duration.ofSeconds(5),
                () -> refused(Reason.JSON, () -> JsonReader.read(Bytes.utf8(document), JsonLimits.BUNDLE)));
    }

    @Test
    void readersRefuseWhatNobodyAskedFor() {
        ObjectReader reader = ObjectReader.of(read("{\"a\":\"1\",\"b\":{\"c\":true}}"), "");
        assertThat(reader.text("a")).isEqualTo("1");
        assertThat(refused(Reason.UNKNOWN_MEMBER, reader::end).pointer()).isEqualTo("/b");
        assertThat(refused(Reason.MISSING_MEMBER, () -> reader.text("z")).pointer())
                .isEqualTo("/z");
        assertThat(refused(Reason.WRONG_TYPE, () -> reader.object("b").text("c"))
                        .pointer())
                .isEqualTo("/b/c");
        assertThat(refused(Reason.HEX, () -> reader.parsed("a", Hex::decode)).pointer())
                .isEqualTo("/a");
    }

    @Test
    void aLongDocumentIsHandedOverItemByItem() {
        List<String> taken = new ArrayList<>();
        ObjectReader rest = JsonReader.readLong(
                Bytes.utf8("{\"a~/b\":[1,[2,3]],\"c\":{\"d\":[4]},\"e\":[]}"),
                JsonLimits.BODY,
                (pointer, member, item) -> taken.add(pointer + " " + member + " " + item));
        assertThat(taken)
                .containsExactly(
                        "/a~0~1b/0 a~/b " + Json.number(1),
                        "/a~0~1b/1 a~/b " + Json.array(List.of(Json.number(2), Json.number(3))));
        assertThat(rest.items("a~/b", 0)).isEmpty();
        assertThat(rest.object("c").items("d", 1)).containsExactly(Json.number(4));
    }

    @Test
    void aLongDocumentIsReadAsStrictly() {
        for (String wrong : List.of(
                "[]", "1", "{\"a\":[1],\"a\":[1]}", "{\"a\":[{\"b\":1,\"b\":2}]}", "{\"a\":[1]} 1", "{\"a\":[1")) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(wrong)
                    .isThrownBy(() -> JsonReader.readLong(Bytes.utf8(wrong), JsonLimits.BODY, (at, name, item) -> {}));
        }
        JsonLimits three = new JsonLimits(100, 3, 3, 10);
        JsonReader.readLong(Bytes.utf8("{\"a\":[1,{}]}"), three, (at, name, item) -> {});
        for (String tooMuch : List.of("{\"a\":[1,2,3]}", "{\"a\":[[[1]]]}")) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(tooMuch)
                    .isThrownBy(() -> JsonReader.readLong(Bytes.utf8(tooMuch), three, (at, name, item) -> {}));
        }
    }
}
