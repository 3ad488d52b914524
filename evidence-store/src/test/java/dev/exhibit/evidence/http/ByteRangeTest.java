package dev.exhibit.evidence.http;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 10, 0, 0",
        "bytes=0-9, 10, 0, 9",
        "bytes=0-10, 10, 0, 9",
        "bytes=3-, 10, 3, 9",
        "bytes=9-, 10, 9, 9",
        "bytes=-1, 10, 9, 9",
        "bytes=-10, 10, 0, 9",
        "bytes=-11, 10, 0, 9",
        "BYTES= 1-2 , 10, 1, 2",
        "bytes=5-99999999999999999999, 10, 5, 9",
        "bytes=-99999999999999999999, 10, 0, 9"
    })
    void isReadAndCutToTheSize(String header, long size, long first, long last) {
        assertThat(ByteRange.parse(header, size)).contains(new ByteRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=4-3",
                "bytes=0-1,3-4",
                "bytes=0-0,-1",
                "lines=0-1",
                "bytes=a-b",
                "bytes=1",
                "bytes=--1",
                "bytes=+1-2",
                "bytes=99999999999999999999-3"
            })
    void ofOtherKindsIsIgnored(String header) {
        assertThat(ByteRange.parse(header, 10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=10-, 10",
        "bytes=10-10, 10",
        "bytes=99999999999999999999-, 10",
        "bytes=-0, 10",
        "bytes=0-, 0",
        "bytes=0-0, 0"
    })
    void outsideIsRefused(String header, long size) {
        assertThatThrownBy(() -> ByteRange.parse(header, size)).satisfies(refusedWith(ProblemCode.RANGE_UNSATISFIABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=-1", "bytes=-99"})
    void theEndOfNothingIsNothing(String header) {
        assertThat(ByteRange.parse(header, 0)).isEmpty();
    }
}
