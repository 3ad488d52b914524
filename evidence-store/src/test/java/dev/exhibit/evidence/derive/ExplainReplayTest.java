package dev.exhibit.evidence.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.derive.BlobSource.Fetched;
import dev.exhibit.evidence.derive.DerivationRecord.Input;
import dev.exhibit.evidence.derive.ReplayResult.Difference;
import dev.exhibit.evidence.derive.ReplayResult.Differs;
import dev.exhibit.evidence.derive.ReplayResult.Identical;
import dev.exhibit.evidence.explain.Samples;
import dev.exhibit.evidence.explain.TraceDifference;
import dev.exhibit.evidence.explain.TraceDifference.Change;
import dev.exhibit.evidence.explain.TraceDifference.Standing;
import dev.exhibit.evidence.policy.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replay and what-if of everything that this program derives. */
class ExplainReplayTest {
    private final Map<Digest, Fetched> files = new HashMap<>();
    private final Derivation explained = explained(Samples.TIME);
    private final Derivation split = split(TestData.read("explain/app.openvex.json"));

    @BeforeEach
    void keepInputs() {
        put(Samples.SBOM, Samples.ADVISORIES, Samples.RULES, TestData.read("explain/app.openvex.json"));
        Samples.observations().forEach(this::put);
    }

    @Test
    void replaysWhatItDerived() {
        for (Derivation done : List.of(explained, split)) {
            DerivationRecord read = DerivationRecord.parse(done.record().bytes());
            assertThat(replay(read)).isEqualTo(new Identical(Hashing.of(done.output())));
        }
    }

    @Test
    void oneChangedByteOfAnyInputIsNoticed() {
        Random random = new Random(5);
        for (Derivation done : List.of(explained, split)) {
            for (Input input : done.record().inputs()) {
                Bytes right = ((Fetched.Found) fetch(input.digest())).bytes();
                byte[] wrong = right.toArray();
                wrong[random.nextInt(wrong.length)] ^= 1;
                files.put(input.digest(), new Fetched.Found(Bytes.owned(wrong)));
                assertDiffers(done.record(), Difference.INPUT_CORRUPT, "input " + input.name());
                files.remove(input.digest());
                assertDiffers(done.record(), Difference.INPUT_MISSING, "input " + input.name());
                put(right);
            }
            byte[] output = done.output().toArray();
            output[random.nextInt(output.length)] ^= 1;
            files.put(done.record().output(), new Fetched.Found(Bytes.owned(output)));
            assertDiffers(done.record(), Difference.OUTPUT_DIFFERS, "differ first at byte");
        }
    }

    @Test
    void anotherEngineIsNamedWithTheReleaseThatHasIt() {
        DerivationRecord record = explained.record();
        Digest older = Hashing.of(Bytes.utf8("an engine of long ago"));
        DerivationRecord old = new DerivationRecord(
                record.function(), record.version(), older, record.inputs(), record.parameters(), record.output());
        assertDiffers(old, Difference.ENGINE_DIFFERS, "computed by engine " + older);
        Functions known = new Functions(Functions.standard().all(), Map.of(older, "0.0.7"));
        assertThat(new Replay(known, this::fetch).replay(old))
                .isInstanceOfSatisfying(
                        Differs.class,
                        differs -> assertThat(differs.detail()).endsWith("; Exhibit 0.0.7 has that engine"));
        assertThat(Functions.standard().all())
                .allSatisfy(function -> assertThat(Functions.standard().releaseOf(function.engine()))
                        .isPresent());
    }

    @Test
    void aThousandDerivationsReplayIdentically() {
        replayMany(1_000);
    }

    @Tag("proof")
    @Test
    void tenThousandDerivationsReplayIdentically() {
        replayMany(10_000);
    }

    /** One explanation, four splits and five slices of every ten; no two of a sort alike. */
    private void replayMany(int count) {
        for (int n = 0; n < count; n++) {
            Derivation done =
                    n % 10 == 0 ? explained(Samples.TIME.minusSeconds(n * 60L)) : n % 10 < 5 ? split(n) : slice(n);
            assertThat(replay(DerivationRecord.parse(done.record().bytes())))
                    .isEqualTo(new Identical(done.record().output()));
        }
    }

    private Derivation split(int n) {
        Bytes vex = Bytes.utf8(
                TestData.read("explain/app.openvex.json").asLenientText().replace("CVE-2026-0002", "CVE-2026-" + n));
        put(vex);
        return split(vex);
    }

    private Derivation slice(int n) {
        Bytes sbom = Bytes.utf8(
                TestData.read("sbom/nested.cdx.json").asLenientText().replace("acme/log@1.2", "acme/log@1.2." + n));
        put(sbom);
        return Derivation.run(
                new SbomSliceFunction(),
                SbomSliceFunction.inputs(sbom),
                SbomSliceFunction.parameters("pkg:maven/acme/log@1.2." + n));
    }

    @Test
    void whatIfChangesExactlyOneInput() {
        WhatIf whatIf = new WhatIf(Functions.standard(), this::fetch);
        WhatIf.Answer answer = whatIf.ofInput(explained.record(), "policy", RuleBook.standard());
        assertThat(answer).isInstanceOfSatisfying(WhatIf.Answer.Compared.class, compared -> {
            assertThat(compared.recorded()).isEqualTo(explained.output());
            TraceDifference difference = TraceDifference.between(compared.recorded(), compared.changed());
            assertThat(difference.before()).isEqualTo("warn");
            assertThat(difference.after()).isEqualTo("fail");
            // Nobody is listed any more: what calmed does not, and what warned fails.
            assertThat(difference.changes())
                    .containsExactly(
                            change(
                                    "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u1?arch=amd64&distro=debian-12",
                                    "DSA-0004-1",
                                    new Standing("affected", "versions", "warn"),
                                    new Standing("affected", "versions", "fail")),
                            change(
                                    "pkg:maven/org.acme/log@2.14.1?type=jar",
                                    "GHSA-aaaa-bbbb-0001",
                                    new Standing("not_affected", "observed", "pass"),
                                    new Standing("affected", "versions", "fail")),
                            change(
                                    "pkg:npm/yaml@1.10.0",
                                    "GHSA-aaaa-bbbb-0002",
                                    new Standing("under_investigation", "observed", "warn"),
                                    new Standing("affected", "versions", "fail")));
        });
        assertThat(whatIf.ofInput(explained.record(), Hashing.of(Samples.RULES).toString(), RuleBook.standard()))
                .isEqualTo(answer);
    }

    @Test
    void whatIfItHadBeenEarlier() {
        WhatIf.Answer answer = new WhatIf(Functions.standard(), this::fetch)
                .ofParameter(explained.record(), "time", "2026-01-25T11:30:00Z");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        WhatIf.Answer.Compared.class,
                        compared -> assertThat(TraceDifference.between(compared.recorded(), compared.changed())
                                        .changes())
                                .extracting(Change::advisory)
                                .containsExactly("GHSA-aaaa-bbbb-0002"));
    }

    @Test
    void whatCannotBeReproducedIsNotCompared() {
        WhatIf whatIf = new WhatIf(Functions.standard(), this::fetch);
        assertThatThrownBy(() -> whatIf.ofInput(explained.record(), "absent", RuleBook.standard()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("there are advisory-0001, observation-0001");
        assertThatThrownBy(() -> whatIf.ofInput(explained.record(), "policy", Bytes.utf8("{}")))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> whatIf.ofParameter(explained.record(), "subjects", "x"))
                .isInstanceOf(MalformedException.class);
        files.remove(Hashing.of(Samples.SBOM));
        assertThat(whatIf.ofInput(explained.record(), "policy", RuleBook.standard()))
                .isInstanceOfSatisfying(
                        WhatIf.Answer.NotReproduced.class,
                        not -> assertThat(not.difference().kind()).isEqualTo(Difference.INPUT_MISSING));
    }

    private static Change change(String component, String advisory, Standing before, Standing after) {
        return new Change(component, advisory, Optional.of(before), Optional.of(after));
    }

    private static Derivation explained(Instant time) {
        List<Bytes> observations = new ArrayList<>(Samples.observations());
        return Derivation.run(
                new ExplainFunction(),
                ExplainFunction.inputs(Samples.SBOM, Samples.RULES, List.of(Samples.ADVISORIES), observations),
                ExplainFunction.parameters(time, new TreeSet<>()));
    }

    private static Derivation split(Bytes vex) {
        return Derivation.run(new VexSplitFunction(), VexSplitFunction.inputs(vex), Json.object());
    }

    private void put(Bytes... documents) {
        for (Bytes document : documents) {
            files.put(Hashing.of(document), new Fetched.Found(document));
        }
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
        });
    }
}
