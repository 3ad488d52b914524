package dev.exhibit.evidence.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.derive.BlobSource.Fetched;
import dev.exhibit.evidence.derive.ReplayResult.Difference;
import dev.exhibit.evidence.derive.ReplayResult.Differs;
import dev.exhibit.evidence.derive.ReplayResult.Identical;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final String QUESTION = "pkg:maven/acme/log@1.2";
    private static final Bytes SBOM = TestData.read("sbom/nested.cdx.json");
    private static final Derivation DONE = Derivation.run(
            new SbomSliceFunction(), SbomSliceFunction.inputs(SBOM), SbomSliceFunction.parameters(QUESTION));

    private final Map<Digest, Fetched> files = new HashMap<>();

    @Test
    void findsTheSameBytesFromFilesAlone() {
        put(SBOM);
        assertThat(replay(DONE.record())).isEqualTo(new Identical(DONE.record().output()));
        put(DONE.output());
        assertThat(replay(DONE.record())).isEqualTo(new Identical(DONE.record().output()));
    }

    @Test
    void recordsWhatTheGoldenSliceWasMadeOf() {
        assertThat(DONE.output()).isEqualTo(TestData.read("sbom/nested.log.slice.json"));
        assertThat(DONE.record().engine()).isEqualTo(Hashing.of(Bytes.utf8("exhibit sbom-slice 1")));
        assertThat(DONE.record().inputs()).containsExactly(new DerivationRecord.Input("sbom", Hashing.of(SBOM)));
        assertThat(DerivationRecord.parse(DONE.record().bytes())).isEqualTo(DONE.record());
    }

    @Test
    void saysWhichInputIsMissing() {
        assertDiffers(DONE.record(), Difference.INPUT_MISSING, "input sbom, " + Hashing.of(SBOM));
    }

    @Test
    void trustsNoSource() {
        Bytes flipped = flipped(SBOM, 700);
        files.put(Hashing.of(SBOM), new Fetched.Found(flipped));
        assertDiffers(
                DONE.record(), Difference.INPUT_CORRUPT, Hashing.of(flipped).toString());
        files.put(Hashing.of(SBOM), new Fetched.Corrupt());
        assertDiffers(DONE.record(), Difference.INPUT_CORRUPT, "input sbom");
    }

    @Test
    void seesAFlippedByteInTheStoredOutput() {
        put(SBOM);
        for (int at : new int[] {0, 99, DONE.output().size() - 1}) {
            files.put(DONE.record().output(), new Fetched.Found(flipped(DONE.output(), at)));
            assertDiffers(DONE.record(), Difference.OUTPUT_DIFFERS, "differ first at byte " + at + ":");
        }
        files.put(
                DONE.record().output(),
                new Fetched.Found(DONE.output().slice(0, DONE.output().size() - 1)));
        assertDiffers(DONE.record(), Difference.OUTPUT_DIFFERS, "differ in length");
        files.put(DONE.record().output(), new Fetched.Corrupt());
        assertDiffers(DONE.record(), Difference.OUTPUT_DIFFERS, "stored output");
    }

    @Test
    void tellsAnotherEngineFromAnotherOutput() {
        put(SBOM);
        DerivationRecord real = DONE.record();
        assertDiffers(changed(real, "sbom-slice", 9, real.engine()), Difference.ENGINE_DIFFERS, "sbom-slice version 9");
        assertDiffers(changed(real, "other", 1, real.engine()), Difference.ENGINE_DIFFERS, "no other version 1");
        assertDiffers(
                changed(real, "sbom-slice", 1, real.output()), Difference.ENGINE_DIFFERS, "engine " + real.output());
    }

    @Test
    void seesAnOutputThatTheRecordDoesNotName() {
        put(SBOM);
        Bytes claimed = Bytes.utf8("{\"claimed\":true}");
        put(claimed);
        DerivationRecord forged = withOutput(DONE.record(), Hashing.of(claimed));
        assertDiffers(forged, Difference.OUTPUT_DIFFERS, "stored and now differ first at byte 2:");
        files.remove(Hashing.of(claimed));
        assertDiffers(forged, Difference.OUTPUT_DIFFERS, "the record says " + Hashing.of(claimed));
    }

    @Test
    void seesThatTheQuestionHasNoAnswer() {
        put(SBOM);
        DerivationRecord real = DONE.record();
        for (Json.Obj parameters : List.of(
                SbomSliceFunction.parameters("nothing"),
                Json.object(),
                real.parameters().with("more", 1))) {
            assertDiffers(
                    new DerivationRecord(
                            real.function(), real.version(), real.engine(), real.inputs(), parameters, real.output()),
                    Difference.OUTPUT_DIFFERS,
                    "now there is no output");
        }
    }

    @Test
    void tellsAnImpureFunction() {
        int[] runs = {0};
        Functions impure = new Functions(List.of(new Counting(() -> Bytes.utf8("run " + ++runs[0]))));
        DerivationRecord record =
                withOutput(changed(DONE.record(), "counting", 1, Counting.ENGINE), Hashing.of(Bytes.utf8("run 0")));
        put(SBOM);
        ReplayResult result = new Replay(impure, this::fetch).replay(record);
        assertThat(result)
                .isEqualTo(new Differs(
                        record.output(),
                        Difference.NON_DETERMINISM,
                        "two runs differ: differ first at byte 4: 49 and 50"));
    }

    private void put(Bytes bytes) {
        files.put(Hashing.of(bytes), new Fetched.Found(bytes));
    }

    private Fetched fetch(Digest digest) {
        return files.getOrDefault(digest, new Fetched.Missing());
    }

    private ReplayResult replay(DerivationRecord record) {
        return new Replay(Functions.standard(), this::fetch).replay(record);
    }

    private void assertDiffers(DerivationRecord record, Difference kind, String part) {
        assertThat(replay(record)).isInstanceOfSatisfying(Differs.class, differs -> {
            assertThat(differs.kind()).isEqualTo(kind);
            assertThat(differs.detail()).contains(part);
            assertThat(differs.output()).isEqualTo(record.output());
        });
    }

    private static DerivationRecord changed(DerivationRecord record, String function, int version, Digest engine) {
        return new DerivationRecord(function, version, engine, record.inputs(), record.parameters(), record.output());
    }

    private static DerivationRecord withOutput(DerivationRecord record, Digest output) {
        return new DerivationRecord(
                record.function(), record.version(), record.engine(), record.inputs(), record.parameters(), output);
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] changed = bytes.toArray();
        changed[at] ^= 1;
        return Bytes.owned(changed);
    }

    private record Counting(Supplier<Bytes> run) implements PureFunction {
        private static final Digest ENGINE = Hashing.of(Bytes.utf8("counting"));

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Digest engine() {
            return ENGINE;
        }

        @Override
        public Bytes apply(Map<String, Bytes> inputs, Json.Obj parameters) {
            return run.get();
        }
    }
}
