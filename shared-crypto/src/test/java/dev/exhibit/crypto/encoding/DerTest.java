package dev.exhibit.crypto.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerTest {
    private static Der der(String hex) {
        return Der.of(Hex.decode(hex));
    }

    private static BigInteger onlyInteger(String hex) {
        Der cursor = der(hex);
        BigInteger value = cursor.nonNegativeInteger();
        cursor.end();
        return value;
    }

    private static void refused(Runnable read) {
        assertThatThrownBy(read::run)
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.DER));
    }

    @ParameterizedTest
    @CsvSource({"020100,0", "02017f,127", "02020080,128", "0202ff00,-1", "020300ff00,65280"})
    void integers(String hex, long value) {
        if (value < 0) {
            refused(() -> onlyInteger(hex));
        } else {
            assertThat(onlyInteger(hex)).isEqualTo(BigInteger.valueOf(value));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0200,no content",
        "020180,negative",
        "02020001,leading zero",
        "0203000080,two leading zeros",
        "02810101,long form where short is enough",
        "0282000101,leading zero in the length",
        "028001,indefinite",
        "0284000000010,odd",
        "02850000000001ff,five length bytes",
        "02010100,trailing byte",
        "0202ff,cut off",
        "02,no length",
        "0281,no length byte",
        "040101,another type",
        "220101,constructed integer"
    })
    void looseIntegersAreRefused(String hex, String why) {
        assertThatThrownBy(() -> onlyInteger(hex)).as(why).isInstanceOf(MalformedException.class);
    }

    @Test
    void longLengthsAreReadWhereTheyAreNeeded() {
        String zeros = "00".repeat(0x80);
        Der sequence = der("308183" + "038180" + "00" + zeros.substring(2)).sequence();
        assertThat(sequence.bitString().size()).isEqualTo(0x7F);
        sequence.end();
    }

    @Test
    void aBitStringWithUnusedBitsIsRefused() {
        refused(() -> der("030201fe").bitString());
        refused(() -> der("0300").bitString());
    }

    @Test
    void anInnerElementCannotReachBeyondItsSequence() {
        Der sequence = der("3003020201ff").sequence();
        refused(sequence::nonNegativeInteger);
    }

    @Test
    void nestingIsBounded() {
        StringBuilder hex = new StringBuilder();
        for (int length = 0; length < 2 * (Der.MAX_DEPTH + 1); length += 2) {
            hex.insert(0, "30%02x".formatted(length));
        }
        Der cursor = der(hex.toString());
        for (int depth = 0; depth < Der.MAX_DEPTH; depth++) {
            cursor = cursor.sequence();
        }
        refused(cursor::sequence);
    }
}
