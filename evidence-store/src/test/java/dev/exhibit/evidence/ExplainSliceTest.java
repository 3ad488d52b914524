package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.evidence.ExplainSlice.Explained;
import dev.exhibit.evidence.ExplainSlice.Wanted;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import dev.exhibit.evidence.derive.ReplayResult;
import dev.exhibit.evidence.derive.ReplayResult.Difference;
import dev.exhibit.evidence.policy.Verdict;
import dev.exhibit.evidence.slice.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainSliceTest {
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

    private final Room room = new Room();
    private Wanted wanted = new Wanted(Room.JAR, sorted(), sorted(), Room.JAR, Optional.empty());

    @BeforeEach
    void store() {
        Digest sbom = room.putSbom(TestData.read("explain/app.cdx.json"));
        Digest advisories = room.put(EvidenceKind.ADVISORY, TestData.read("explain/advisories.osv.json"));
        SortedSet<Digest> observations = Stream.of("explain/app.openvex.json", "explain/app.vex.cdx.json")
                .map(name -> room.put(EvidenceKind.VEX, TestData.read(name)))
                .flatMap(vex -> room.splitVex.split(room.call, vex).observations().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Digest policy = room.put(EvidenceKind.POLICY, TestData.read("explain/acme.rules.json"));
        wanted = new Wanted(sbom, sorted(advisories), observations, policy, Optional.of(TIME));
    }

    @Test
    void keepsTraceAndRecordAndLinksThem() {
        Explained explained = explain(wanted);
        assertThat(explained.verdict()).isEqualTo(Verdict.WARN);
        assertThat(explained.time()).isEqualTo(TIME);
        Set<Link> inputs = new TreeSet<>();
        Stream.of(Set.of(wanted.slice(), wanted.policy()), wanted.advisories(), wanted.observations())
                .flatMap(Set::stream)
                .forEach(digest -> inputs.add(new Link("derived-from", digest)));
        assertThat(room.findEvidence.byDigest(room.call, explained.trace()).facts())
                .isEqualTo(Registration.of(
                        explained.trace(), EvidenceKind.EXPLAIN_TRACE, Samples.JSON, Set.of(Room.JAR), inputs));
        inputs.add(new Link("produced", explained.trace()));
        assertThat(room.findEvidence
                        .byDigest(room.call, explained.derivation())
                        .facts()
                        .links())
                .containsExactlyElementsOf(inputs);
        Bytes trace = room.fetchBlob.get(room.call, explained.trace()).read(1_000_000);
        assertThat(JsonReader.readObject(trace, JsonLimits.DOCUMENT).texts("subjects", 9))
                .containsExactly(Room.JAR.toString());
    }

    @Test
    void theSameQuestionGivesTheSameAndChangesNothing() {
        Explained first = explain(wanted);
        int audited = room.indexed.audited(room.call.tenant()).size();
        assertThat(explain(wanted)).isEqualTo(first);
        assertThat(room.indexed.audited(room.call.tenant())).hasSize(audited);
    }

    @Test
    void nowIsRecordedAsIfItHadBeenGiven() {
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        Explained asked = explain(at(Optional.empty()));
        assertThat(asked.time()).isEqualTo(now);
        assertThat(explain(at(Optional.of(now)))).isEqualTo(asked);
        assertThat(explain(wanted).trace()).isNotEqualTo(asked.trace());
    }

    @Test
    void explainsASlice() {
        Digest slice = room.deriveSlice
                .derive(room.call, wanted.slice(), Question.why("pkg:npm/yaml@1.10.0"))
                .slice();
        Explained explained =
                explain(new Wanted(slice, wanted.advisories(), sorted(), wanted.policy(), Optional.of(TIME)));
        Bytes trace = room.fetchBlob.get(room.call, explained.trace()).read(1_000_000);
        assertThat(JsonReader.readObject(trace, JsonLimits.DOCUMENT).objects("findings", 9))
                .extracting(finding -> finding.object("component").text("purl"))
                .containsExactly("pkg:npm/yaml@1.10.0");
    }

    @Test
    void everyDocumentIsOfItsKindAndOfThisTenant() {
        for (Wanted wrong : new Wanted[] {
            new Wanted(wanted.policy(), sorted(), sorted(), wanted.policy(), wanted.time()),
            new Wanted(wanted.slice(), sorted(wanted.policy()), sorted(), wanted.policy(), wanted.time()),
            new Wanted(wanted.slice(), sorted(), wanted.advisories(), wanted.policy(), wanted.time()),
            new Wanted(wanted.slice(), sorted(), sorted(), wanted.slice(), wanted.time()),
            new Wanted(wanted.slice(), sorted(Samples.digest("none")), sorted(), wanted.policy(), wanted.time())
        }) {
            assertThatThrownBy(() -> explain(wrong)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
        }
        assertThatThrownBy(() -> room.explainSlice.explain(room.stranger, wanted))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @Test
    void aPolicyThatIsNoRuleBookIsRefusedByName() {
        Digest other = room.put(EvidenceKind.POLICY, Bytes.utf8("{\"version\": 1}"));
        assertThatThrownBy(() -> explain(new Wanted(wanted.slice(), sorted(), sorted(), other, wanted.time())))
                .satisfies(refusedWith(ProblemCode.DOCUMENT_INVALID))
                .hasMessageContaining("rule book " + other);
    }

    @Test
    void anInvalidAdvisoryIsNotRegistered() {
        assertThatThrownBy(() -> room.put(EvidenceKind.ADVISORY, Bytes.utf8("{\"id\": \"A-1\"}")))
                .satisfies(refusedWith(ProblemCode.DOCUMENT_INVALID));
    }

    @Test
    void documentsAreBoundedInNumberAndInAll() {
        SortedSet<Digest> many = IntStream.range(0, 501)
                .mapToObj(n -> Samples.digest("advisory " + n))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThatThrownBy(() -> new Wanted(wanted.slice(), many, sorted(), wanted.policy(), wanted.time()))
                .isInstanceOf(MalformedException.class);
        ExplainSlice narrow = new ExplainSlice(
                room.blobs, room.index, new LongDocuments(Duration.ofMinutes(1)), Narrow.documents(8_000), room.clock);
        assertThatThrownBy(() -> narrow.explain(room.call, wanted)).satisfies(refusedWith(ProblemCode.TOO_LARGE));
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_APPLIED", "APPLIED"})
    void aRepeatedCallHealsAFailure(Fault fault) {
        room.index.next(fault);
        assertThatThrownBy(() -> explain(wanted)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        room.objects.script(fault);
        Explained explained = again();
        assertThat(room.replayDerivation.replay(room.call, explained.derivation()))
                .isInstanceOf(ReplayResult.Identical.class);
    }

    private Explained again() {
        assertThatThrownBy(() -> explain(at(Optional.of(TIME.plusSeconds(1)))))
                .satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        return explain(at(Optional.of(TIME.plusSeconds(1))));
    }

    /** Each input in turn, missing and changed; then the output. */
    @Test
    void replayTellsWhichInputWasLostOrChanged() {
        Explained explained = explain(wanted);
        assertThat(room.replayDerivation.replay(room.call, explained.derivation()))
                .isEqualTo(new ReplayResult.Identical(explained.trace()));
        room.stored.damage(room.call.tenant(), explained.trace(), Bytes.utf8("{}"));
        assertDiffers(explained, Difference.OUTPUT_DIFFERS);
        for (Digest input : new Digest[] {wanted.slice(), wanted.advisories().getFirst(), wanted.policy()}) {
            Bytes bytes = room.fetchBlob.get(room.call, input).read(100_000);
            room.stored.damage(room.call.tenant(), input, Bytes.utf8("{}"));
            assertDiffers(explained, Difference.INPUT_CORRUPT);
            room.stored.lose(room.call.tenant(), input);
            assertDiffers(explained, Difference.INPUT_MISSING);
            room.put(bytes);
        }
    }

    private void assertDiffers(Explained explained, Difference kind) {
        assertThat(room.replayDerivation.replay(room.call, explained.derivation()))
                .isInstanceOfSatisfying(
                        ReplayResult.Differs.class,
                        differs -> assertThat(differs.kind()).isEqualTo(kind));
    }

    private Explained explain(Wanted question) {
        return room.explainSlice.explain(room.call, question);
    }

    private Wanted at(Optional<Instant> time) {
        return new Wanted(wanted.slice(), wanted.advisories(), wanted.observations(), wanted.policy(), time);
    }

    private static SortedSet<Digest> sorted(Digest... digests) {
        return new TreeSet<>(Arrays.asList(digests));
    }
}
