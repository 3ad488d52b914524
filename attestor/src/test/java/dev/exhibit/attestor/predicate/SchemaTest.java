package dev.exhibit.attestor.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private static Json json(String text) {
        return JsonReader.read(Bytes.utf8(text.replace('\'', '"')), JsonLimits.BODY);
    }

    private static MalformedException refusal(String schema, String value) {
        return catchThrowableOfType(
                MalformedException.class, () -> Schema.read(json(schema)).check(json(value), "/p"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'not': {}}",
                "{'type': 'text'}",
                "{'format': 'email'}",
                "{'$ref': 'https://example.com/schema'}",
                "{'pattern': '('}",
                "{'properties': {'a': {'oneOf': []}}}",
                "{'minItems': -1}",
                "[]",
            })
    void whatWouldNotBeCheckedIsNoSchema(String schema) {
        assertThat(refusal(schema, "1")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'integer'} | 1.5 | WRONG_TYPE | /p",
                "{'required': ['a']} | {} | MISSING_MEMBER | /p/a",
                "{'properties': {'a/b': {'const': 1}}} | {'a/b': 2} | BAD_VALUE | /p/a~1b",
                "{'additionalProperties': false} | {'a': 2} | UNKNOWN_MEMBER | /p/a",
                "{'additionalProperties': {'type': 'string'}} | {'a': 2} | WRONG_TYPE | /p/a",
                "{'items': {'maxLength': 1}} | ['a', 'bc'] | TOO_LARGE | /p/1",
                "{'maxItems': 1} | [1, 2] | TOO_LARGE | /p",
                "{'minimum': 1, 'maximum': 3} | 4 | BAD_VALUE | /p",
                "{'minimum': 1} | 0 | BAD_VALUE | /p",
                "{'anyOf': [{'type': 'string'}, {'properties': {'a': {'const': 1}}}]} | {'a': 2} | BAD_VALUE | /p/a",
                "{'$ref': '#/$defs/x', '$defs': {'x': {'enum': [1, 2]}}} | 3 | BAD_VALUE | /p",
                "{'$ref': '#/$defs/x'} | 3 | UNSUPPORTED | /p",
            })
    void eachKeywordRefuses(String schema, String value, Reason reason, String pointer) {
        MalformedException wrong = refusal(schema, value);
        assertThat(wrong.reason()).isEqualTo(reason);
        assertThat(wrong.pointer()).isEqualTo(pointer);
    }

    @Test
    void aSchemaThatRefersToItselfEnds() {
        assertThat(refusal("{'$ref': '#/$defs/x', '$defs': {'x': {'$ref': '#/$defs/x'}}}", "1")
                        .reason())
                .isEqualTo(Reason.JSON_TOO_DEEP);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T23:59:59Z, true",
        "2026-01-31T23:59:59.123456789+05:45, true",
        "2026-02-30T00:00:00Z, false",
        "2026-01-31 23:59:59Z, false",
        "2026-01-31T23:59Z, false",
        "2026-01-31T23:59:59, false",
    })
    void timesAreThoseOfRfc3339(String time, boolean sound) {
        assertThat(refusal("{'format': 'date-time'}", "'" + time + "'") == null).isEqualTo(sound);
    }
}
