package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.sbom.SbomCommitment;
import dev.exhibit.crypto.sbom.SliceVerifier;
import dev.exhibit.evidence.DeriveSlice.Sliced;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import dev.exhibit.evidence.derive.ReplayResult;
import dev.exhibit.evidence.derive.ReplayResult.Difference;
import dev.exhibit.evidence.slice.Question;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeriveSliceTest {
    private static final Bytes SBOM = TestData.read("sbom/nested.cdx.json");
    private static final Bytes GOLDEN = TestData.read("sbom/v2/nested.log.slice.json");
    private static final Question QUESTION = Question.why("pkg:maven/acme/log@1.2");

    /** An SBOM, its canonical form and its commitment, with the records of the two. */
    private static final int WITH_SBOM = 5;

    private final Room room = new Room();

    @Test
    void keepsSliceAndRecordAndLinksThem() {
        Digest sbom = room.putSbom(SBOM);
        Sliced sliced = derive(sbom);

        assertThat(sliced.slice()).isEqualTo(Hashing.of(GOLDEN));
        assertThat(sliced.components()).isEqualTo(5);
        assertThat(room.fetchBlob.get(room.call, sliced.slice()).read(10_000)).isEqualTo(GOLDEN);
        Link fromSbom = new Link("derived-from", sbom);
        assertThat(room.findEvidence.byDigest(room.call, sliced.slice()).facts())
                .isEqualTo(Registration.of(
                        sliced.slice(), EvidenceKind.SBOM_SLICE, Room.CYCLONEDX, Set.of(Room.JAR), Set.of(fromSbom)));
        assertThat(room.findEvidence.byDigest(room.call, sliced.derivation()).facts())
                .isEqualTo(Registration.of(
                        sliced.derivation(),
                        EvidenceKind.DERIVATION,
                        Samples.JSON,
                        Set.of(Room.JAR),
                        Set.of(fromSbom, new Link("produced", sliced.slice()))));
        assertThat(room.findEvidence.byDigest(room.call, sliced.proof()).facts())
                .isEqualTo(Registration.of(
                        sliced.proof(),
                        EvidenceKind.SBOM_SLICE_PROOF,
                        Samples.JSON,
                        Set.of(Room.JAR),
                        Set.of(fromSbom, new Link("derived-from", sliced.slice()))));
        assertThat(room.findEvidence.ofArtifact(room.call, Room.JAR).records()).hasSize(WITH_SBOM + 4);
    }

    @Test
    void whatIsKeptHoldsAgainstTheCommitmentThatCameWithTheSbom() {
        Sliced sliced = derive(room.putSbom(SBOM));
        EvidenceRecord commitment = room.findEvidence.ofArtifact(room.call, Room.JAR).records().stream()
                .filter(record -> record.facts().kind() == EvidenceKind.SBOM_COMMITMENT)
                .findFirst()
                .orElseThrow();
        Statement attested = new Statement(
                List.of(new Subject("jar", Room.JAR)),
                PredicateTypes.SBOM_COMMITMENT,
                SbomCommitment.parse(read(commitment.facts().digest())).toJson());
        assertThat(SliceVerifier.verify(read(sliced.slice()), read(sliced.proof()), attested)
                        .components())
                .isEqualTo(8);
        assertThat(room.replayDerivation.replay(room.call, sliced.proofDerivation()))
                .isEqualTo(new ReplayResult.Identical(sliced.proof()));
    }

    private Bytes read(Digest digest) {
        return room.fetchBlob.get(room.call, digest).read(1_000_000);
    }

    @Test
    void theSameQuestionGivesTheSameAndChangesNothing() {
        Digest sbom = room.putSbom(SBOM);
        Sliced first = derive(sbom);
        int audited = room.indexed.audited(room.call.tenant()).size();
        assertThat(derive(sbom)).isEqualTo(first);
        assertThat(room.indexed.audited(room.call.tenant())).hasSize(audited);
        assertThat(room.stored.size()).isEqualTo(WITH_SBOM + 4);
    }

    @Test
    void twoQuestionsMayHaveOneAnswer() {
        Digest sbom = room.putSbom(SBOM);
        Sliced byRef = room.deriveSlice.derive(room.call, sbom, Question.why("app/bundled"));
        Sliced byPurl = room.deriveSlice.derive(room.call, sbom, Question.why("pkg:maven/acme/bundled@1"));
        assertThat(byPurl.slice()).isEqualTo(byRef.slice());
        assertThat(byPurl.derivation()).isNotEqualTo(byRef.derivation());
    }

    @Test
    void refusesAQuestionThatSelectsNothingAndKeepsNothing() {
        Digest sbom = room.putSbom(SBOM);
        assertThatThrownBy(() -> room.deriveSlice.derive(room.call, sbom, Question.why("pkg:maven/acme/absent@1")))
                .satisfies(refusedWith(ProblemCode.SELECTION_EMPTY));
        assertThat(room.stored.size()).isEqualTo(WITH_SBOM);
        assertThat(room.findEvidence.ofArtifact(room.call, Room.JAR).records()).hasSize(WITH_SBOM);
    }

    @Test
    void slicesOnlyWhatIsRegisteredAsAnSbomOfThisTenant() {
        Digest merelyStored = room.put(SBOM);
        assertThatThrownBy(() -> derive(merelyStored)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
        Digest sbom = room.putSbom(SBOM);
        assertThatThrownBy(() -> room.deriveSlice.derive(room.stranger, sbom, QUESTION))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> derive(derive(sbom).slice())).satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @Test
    void refusesAChangedSbom() {
        Digest sbom = room.putSbom(SBOM);
        room.stored.damage(
                room.call.tenant(), sbom, Bytes.utf8(SBOM.asLenientText().replace("log", "LOG")));
        assertThatThrownBy(() -> derive(sbom)).satisfies(refusedWith(ProblemCode.INTEGRITY));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aRepeatedCallHealsAFailureOfTheStore(int goodWrites) {
        for (Fault fault : new Fault[] {Fault.NOT_APPLIED, Fault.APPLIED}) {
            Room fresh = new Room();
            Digest sbom = fresh.putSbom(SBOM);
            fresh.objects.script(IntStream.rangeClosed(0, goodWrites)
                    .mapToObj(write -> write == goodWrites ? fault : Fault.NONE)
                    .toArray(Fault[]::new));
            assertThatThrownBy(() -> fresh.deriveSlice.derive(fresh.call, sbom, QUESTION))
                    .satisfies(refusedWith(ProblemCode.UNAVAILABLE));
            assertThat(fresh.findEvidence.ofArtifact(fresh.call, Room.JAR).records())
                    .hasSize(WITH_SBOM);
            assertWhole(fresh, sbom);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_APPLIED", "APPLIED"})
    void aRepeatedCallHealsAFailureOfTheIndex(Fault fault) {
        Digest sbom = room.putSbom(SBOM);
        room.index.next(fault);
        assertThatThrownBy(() -> derive(sbom)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        assertWhole(room, sbom);
    }

    @Test
    void replaysFromWhatIsStored() {
        Sliced sliced = derive(room.putSbom(SBOM));
        ReplayResult identical = new ReplayResult.Identical(sliced.slice());
        assertThat(room.replayDerivation.replay(room.call, sliced.derivation())).isEqualTo(identical);
        // A lost output is no loss: here it is again.
        room.stored.lose(room.call.tenant(), sliced.slice());
        assertThat(room.replayDerivation.replay(room.call, sliced.derivation())).isEqualTo(identical);
    }

    @Test
    void replayTellsWhatWasLostOrChanged() {
        Digest sbom = room.putSbom(SBOM);
        Sliced sliced = derive(sbom);
        room.stored.damage(room.call.tenant(), sliced.slice(), Bytes.utf8("{}"));
        assertDiffers(sliced, Difference.OUTPUT_DIFFERS);
        room.stored.damage(room.call.tenant(), sbom, Bytes.utf8("{}"));
        assertDiffers(sliced, Difference.INPUT_CORRUPT);
        room.stored.lose(room.call.tenant(), sbom);
        assertDiffers(sliced, Difference.INPUT_MISSING);
        room.stored.damage(room.call.tenant(), sliced.derivation(), Bytes.utf8("{}"));
        assertThatThrownBy(() -> room.replayDerivation.replay(room.call, sliced.derivation()))
                .satisfies(refusedWith(ProblemCode.INTEGRITY));
    }

    @Test
    void replaysOnlyDerivationsOfThisTenant() {
        Sliced sliced = derive(room.putSbom(SBOM));
        for (Digest digest : new Digest[] {sliced.slice(), Samples.digest("missing")}) {
            assertThatThrownBy(() -> room.replayDerivation.replay(room.call, digest))
                    .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        }
        assertThatThrownBy(() -> room.replayDerivation.replay(room.stranger, sliced.derivation()))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    private Sliced derive(Digest sbom) {
        return room.deriveSlice.derive(room.call, sbom, QUESTION);
    }

    private void assertDiffers(Sliced sliced, Difference kind) {
        assertThat(room.replayDerivation.replay(room.call, sliced.derivation()))
                .isInstanceOfSatisfying(
                        ReplayResult.Differs.class,
                        differs -> assertThat(differs.kind()).isEqualTo(kind));
    }

    private static void assertWhole(Room room, Digest sbom) {
        Sliced sliced = room.deriveSlice.derive(room.call, sbom, QUESTION);
        assertThat(room.findEvidence.ofArtifact(room.call, Room.JAR).records()).hasSize(WITH_SBOM + 4);
        assertThat(room.replayDerivation.replay(room.call, sliced.derivation()))
                .isInstanceOf(ReplayResult.Identical.class);
    }
}
