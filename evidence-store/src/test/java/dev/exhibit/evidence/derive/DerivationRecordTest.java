package dev.exhibit.evidence.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.derive.DerivationRecord.Input;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivationRecordTest {
    private static final Digest ONE = Hashing.of(Bytes.utf8("one"));
    private static final Digest TWO = Hashing.of(Bytes.utf8("two"));
    private static final String GOLDEN = """
            {"engine":"sha256:ENGINE",\
            "function":"sbom-slice",\
            "inputs":[{"digest":"sha256:ONE","name":"advisory"},{"digest":"sha256:TWO","name":"sbom"}],\
            "output":"sha256:ONE",\
            "parameters":{"component":"pkg:maven/a/b@1"},\
            "version":1}""".replace(
                    "ENGINE", Hashing.of(Bytes.utf8("engine")).hex())
            .replace("ONE", ONE.hex())
            .replace("TWO", TWO.hex());

    @Test
    void isCanonicalWhateverTheOrderOfInputs() {
        DerivationRecord record = record(List.of(new Input("sbom", TWO), new Input("advisory", ONE)));
        assertThat(record.bytes()).isEqualTo(Bytes.utf8(GOLDEN));
        assertThat(DerivationRecord.parse(record.bytes())).isEqualTo(record);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "version":1}           | "version":1} x
            "version":1            | "version":0
            "version":1            | "version":1.5
            "version":1            | "version":"1"
            "version":1            | "version":1,"more":1
            "version":1            | "version": 1
            "version":1            | "version":1.0
            ,"version":1           | ``
            "name":"sbom"          | "name":"advisory"
            "name":"sbom"          | "name":"SBOM"
            "name":"sbom"          | "name":"sbom","more":1
            "function":"sbom-slice"| "function":"../slice"
            "parameters":{         | "parameters":[],"p":{
            sha256:                | sha512:
            """)
    void hasOneSpelling(String part, String other) {
        String changed = GOLDEN.replaceFirst(Pattern.quote(part), other);
        assertThat(changed).isNotEqualTo(GOLDEN);
        assertThatThrownBy(() -> DerivationRecord.parse(Bytes.utf8(changed))).isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesAnotherOrder() {
        DerivationRecord record = record(List.of());
        String swapped =
                "{\"version\":1," + record.bytes().asLenientText().substring(1).replace(",\"version\":1", "");
        assertThatThrownBy(() -> DerivationRecord.parse(Bytes.utf8(swapped))).isInstanceOf(MalformedException.class);
    }

    private static DerivationRecord record(List<Input> inputs) {
        return new DerivationRecord(
                "sbom-slice",
                1,
                Hashing.of(Bytes.utf8("engine")),
                inputs,
                Json.object().with("component", "pkg:maven/a/b@1"),
                ONE);
    }
}
