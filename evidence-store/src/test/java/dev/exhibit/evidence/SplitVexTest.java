package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.SplitVex.Split;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import dev.exhibit.evidence.derive.ReplayResult;
import dev.exhibit.evidence.derive.ReplayResult.Difference;
import dev.exhibit.evidence.vex.Observation;
import dev.exhibit.evidence.vex.VexDocument;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitVexTest {
    private static final Bytes VEX = TestData.read("explain/app.openvex.json");

    private final Room room = new Room();

    @Test
    void keepsEachObservationAndTheRecordAndLinksThem() {
        Digest vex = room.put(EvidenceKind.VEX, VEX);
        Split split = room.splitVex.split(room.call, vex);

        assertThat(split.observations())
                .containsExactlyElementsOf(VexDocument.parse(VEX).observations().stream()
                        .map(observation -> Hashing.of(observation.bytes()))
                        .toList());
        Link fromVex = new Link("derived-from", vex);
        Set<Link> ofRecord = new HashSet<>(Set.of(fromVex));
        for (Digest digest : split.observations()) {
            ofRecord.add(new Link("produced", digest));
            assertThat(room.findEvidence.byDigest(room.call, digest).facts())
                    .isEqualTo(Registration.of(
                            digest, EvidenceKind.VEX_OBSERVATION, Samples.JSON, Set.of(Room.JAR), Set.of(fromVex)));
            Bytes stored = room.fetchBlob.get(room.call, digest).read(10_000);
            assertThat(Observation.parse(stored).said().source()).isEqualTo(vex);
        }
        assertThat(room.findEvidence.byDigest(room.call, split.derivation()).facts())
                .isEqualTo(Registration.of(
                        split.derivation(), EvidenceKind.DERIVATION, Samples.JSON, Set.of(Room.JAR), ofRecord));
    }

    @Test
    void theSameDocumentGivesTheSameAndChangesNothing() {
        Digest vex = room.put(EvidenceKind.VEX, VEX);
        Split first = room.splitVex.split(room.call, vex);
        int audited = room.indexed.audited(room.call.tenant()).size();
        assertThat(room.splitVex.split(room.call, vex)).isEqualTo(first);
        assertThat(room.indexed.audited(room.call.tenant())).hasSize(audited);
    }

    @Test
    void anInvalidDocumentIsRefusedAndNothingIsKept() {
        Bytes invalid = Bytes.utf8(VEX.asLenientText().replace("not_affected", "harmless"));
        assertThatThrownBy(() -> room.put(EvidenceKind.VEX, invalid))
                .satisfies(refusedWith(ProblemCode.DOCUMENT_INVALID))
                .hasMessageContaining("expected affected");
        assertThatThrownBy(() -> room.splitVex.split(room.call, Hashing.of(invalid)))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThat(room.indexed.about(room.call.tenant(), Room.JAR, 9)).isEmpty();
        assertThat(room.stored.size()).isEqualTo(1);
    }

    @Test
    void splitsOnlyWhatThisTenantRegisteredAsVex() {
        Digest vex = room.put(EvidenceKind.VEX, VEX);
        assertThatThrownBy(() -> room.splitVex.split(room.stranger, vex)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
        Digest observation = room.splitVex.split(room.call, vex).observations().getFirst();
        assertThatThrownBy(() -> room.splitVex.split(room.call, observation))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> room.put(EvidenceKind.VEX_OBSERVATION, VEX))
                .satisfies(refusedWith(ProblemCode.DOCUMENT_INVALID));
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_APPLIED", "APPLIED"})
    void aRepeatedCallHealsAFailureOfTheIndex(Fault fault) {
        Digest vex = room.put(EvidenceKind.VEX, VEX);
        room.index.next(fault);
        assertThatThrownBy(() -> room.splitVex.split(room.call, vex)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        Split split = room.splitVex.split(room.call, vex);
        assertThat(room.findEvidence.ofArtifact(room.call, Room.JAR).records()).hasSize(5);
        assertThat(room.replayDerivation.replay(room.call, split.derivation()))
                .isInstanceOf(ReplayResult.Identical.class);
    }

    @Test
    void replaysFromTheDocument() {
        Digest vex = room.put(EvidenceKind.VEX, VEX);
        Split split = room.splitVex.split(room.call, vex);
        assertThat(room.replayDerivation.replay(room.call, split.derivation()))
                .isInstanceOf(ReplayResult.Identical.class);
        room.stored.damage(room.call.tenant(), vex, Bytes.utf8("{}"));
        assertThat(room.replayDerivation.replay(room.call, split.derivation()))
                .isInstanceOfSatisfying(
                        ReplayResult.Differs.class,
                        differs -> assertThat(differs.kind()).isEqualTo(Difference.INPUT_CORRUPT));
    }
}
