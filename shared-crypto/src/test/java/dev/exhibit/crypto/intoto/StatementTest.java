package dev.exhibit.crypto.intoto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {
    private static final Digest DIGEST = Hashing.of(Bytes.utf8("artifact"));
    private static final Statement SAMPLE = new Statement(
            List.of(new Subject("a", DIGEST)),
            PredicateTypes.CYCLONEDX_BOM,
            Json.object().with("b", 1).with("a", 2));

    private static Statement about(int subjects) {
        return new Statement(
                IntStream.range(0, subjects)
                        .mapToObj(i -> new Subject("file " + i, DIGEST))
                        .toList(),
                "t",
                Json.object());
    }

    @Test
    void theEncodingIsCanonicalAndComesBack() {
        Bytes encoded = SAMPLE.encode().bytes();
        assertThat(encoded.asLenientText())
                .isEqualTo("{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"a\":2,\"b\":1},"
                        + "\"predicateType\":\"https://cyclonedx.org/bom\","
                        + "\"subject\":[{\"digest\":{\"sha256\":\"" + DIGEST.hex() + "\"},\"name\":\"a\"}]}");
        assertThat(Statement.decode(encoded)).isEqualTo(SAMPLE);
    }

    @Test
    void theLimitOfSubjectsIsTakenAndOneMoreIsRefused() {
        Statement most = about(Statement.MAX_SUBJECTS);
        assertThat(Statement.decode(most.encode().bytes())).isEqualTo(most);
        assertThatThrownBy(() -> about(Statement.MAX_SUBJECTS + 1)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> about(0)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aSubjectIsListedOnce() {
        Subject subject = new Subject("a", DIGEST);
        assertThatThrownBy(() -> new Statement(List.of(subject, subject), "t", Json.object()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void isAboutItsSubjectsOnly() {
        assertThat(SAMPLE.isAbout(DIGEST)).isTrue();
        assertThat(SAMPLE.isAbout(Hashing.of(Bytes.empty()))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Statement/v1\"|Statement/v0.1\"",
                "\"_type\"|\"type\"",
                "\"sha256\"|\"sha512\"",
                "\"sha256\":|\"sha1\":\"00\",\"sha256\":",
                "\"name\":\"a\"|\"name\":\"\"",
                "\"name\":\"a\"|\"name\":\"\\u001b[2J\"",
                "\"name\":\"a\"|\"name\":\"a\",\"uri\":\"u\"",
                ",\"name\":\"a\"|",
                "\"predicate\":{|\"more\":1,\"predicate\":{",
                "\"predicate\":{\"a\":2,\"b\":1}|\"predicate\":[]",
                "https://cyclonedx.org/bom|",
                "https://cyclonedx.org/bom|a b",
                "\"subject\":[{|\"subject\":[1,{"
            })
    void otherFormsAreRefused(String right, String wrong) {
        String genuine = SAMPLE.encode().bytes().asLenientText();
        String changed = genuine.replace(right, wrong == null ? "" : wrong);
        assertThat(changed).isNotEqualTo(genuine);
        assertThatThrownBy(() -> Statement.decode(Bytes.utf8(changed))).isInstanceOf(MalformedException.class);
    }

    private static Statement foreign(String subject, String more) {
        String text = "{\"_type\":\"" + Statement.TYPE + "\",\"subject\":[" + subject + "]," + more
                + "\"predicateType\":\"t\"}";
        Map<Bytes, Digest> bySha512 = Map.of(Hashing.of(HashAlgorithm.SHA512, Bytes.utf8("file")), DIGEST);
        return Statement.decodeForeign(Bytes.utf8(text), bySha512);
    }

    @Test
    void aForeignStatementMayHaveNoPredicateAndNoNames() {
        String subject = "{\"digest\":{\"sha256\":\"" + DIGEST.hex() + "\"}}";
        for (String predicate : List.of("", "\"predicate\":null,", "\"predicate\":{},", "\"more\":1,")) {
            assertThat(foreign(subject, predicate))
                    .isEqualTo(new Statement(List.of(new Subject("-", DIGEST)), "t", Json.object()));
        }
        assertThatThrownBy(() -> foreign(subject, "\"predicate\":[],")).isInstanceOf(MalformedException.class);
    }

    @Test
    void aForeignSubjectIsNamedBySha256OrBySha512OfWhatIsAtHand() {
        String other = "{\"digest\":{\"sha512\":\"" + "00".repeat(64) + "\"}}";
        String known = other.replace("00".repeat(64), Hex.encode(Hashing.of(HashAlgorithm.SHA512, Bytes.utf8("file"))));
        String both = known.replace("{\"sha512", "{\"sha256\":\"" + "11".repeat(32) + "\",\"sha512");
        assertThat(foreign(known, "").isAbout(DIGEST)).isTrue();
        assertThat(foreign(known + "," + other, "").subjects()).hasSize(1);
        assertThat(foreign(both, "").isAbout(DIGEST)).as("SHA-256 goes first").isFalse();
        assertThatThrownBy(() -> foreign(other, ""))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("SHA-256");
    }
}
