package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import dev.exhibit.evidence.derive.ReplayResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegisterEvidenceTest {
    private static final Bytes SBOM = TestData.read("sbom/nested.cdx.json");
    private static final Digest JAR = Room.JAR;
    private static final Link LINK = new Link("attested-by", Samples.digest("bundle"));

    private final Room room = new Room();

    @Test
    void registersAndFindsByBothDigests() {
        Digest digest = room.put(SBOM);
        EvidenceRecord record = register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of(LINK));

        assertThat(record.facts().links()).containsExactly(LINK);
        assertThat(record.storedBy()).isEqualTo(room.call.caller().identity());
        assertThat(record.storedAt()).isEqualTo(Samples.NOON);
        assertThat(room.findEvidence.byDigest(room.call, digest)).isEqualTo(record);
        FindEvidence.Found found = room.findEvidence.ofArtifact(room.call, JAR);
        assertThat(found.records()).contains(record);
        assertThat(found.more()).isFalse();
        assertThat(register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of(LINK)))
                .isEqualTo(record);
    }

    @Test
    void oneSbomIsEvidenceForSeveralBuilds() {
        Digest digest = room.put(SBOM);
        register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of());
        Digest rebuilt = Samples.digest("the jar, built again");
        EvidenceRecord grown = register(digest, EvidenceKind.SBOM, Set.of(rebuilt), Set.of(LINK));
        assertThat(grown.facts().subjects()).containsExactlyInAnyOrder(JAR, rebuilt);
        assertThat(room.findEvidence.ofArtifact(room.call, JAR).records()).contains(grown);
        assertThat(room.findEvidence.ofArtifact(room.call, rebuilt).records()).contains(grown);
    }

    @Test
    void withAnSbomItsCanonicalFormAndItsCommitmentAreKept() {
        Digest digest = room.put(SBOM);
        register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of());
        Map<EvidenceKind, Bytes> golden = Map.of(
                EvidenceKind.SBOM_CANONICAL, TestData.read("sbom/v2/nested.cdx.canonical.json"),
                EvidenceKind.SBOM_COMMITMENT, TestData.read("sbom/v2/nested.cdx.commitment.json"));
        golden.forEach((kind, bytes) -> {
            assertThat(room.findEvidence.byDigest(room.call, Hashing.of(bytes)).facts())
                    .returns(kind, Registration::kind)
                    .returns(new TreeSet<>(Set.of(new Link("derived-from", digest))), Registration::links);
            assertThat(room.fetchBlob.get(room.call, Hashing.of(bytes)).read(10_000))
                    .isEqualTo(bytes);
        });
        List<EvidenceRecord> derivations = room.findEvidence.ofArtifact(room.call, JAR).records().stream()
                .filter(record -> record.facts().kind() == EvidenceKind.DERIVATION)
                .toList();
        assertThat(derivations)
                .hasSize(2)
                .allSatisfy(record -> assertThat(room.replayDerivation.replay(
                                room.call, record.facts().digest()))
                        .isInstanceOf(ReplayResult.Identical.class));
    }

    @Test
    void whatIsAnSbomAlreadyStaysOne() {
        Bytes canonical = TestData.read("sbom/v2/nested.cdx.canonical.json");
        Digest form = room.put(canonical);
        register(form, EvidenceKind.SBOM, Set.of(JAR), Set.of());
        register(room.put(SBOM), EvidenceKind.SBOM, Set.of(JAR), Set.of());
        assertThat(room.findEvidence.byDigest(room.call, form).facts().kind()).isEqualTo(EvidenceKind.SBOM);
    }

    @Test
    void refusesToCallABlobSomethingElse() {
        Digest digest = room.put(SBOM);
        register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of());
        assertThatThrownBy(() -> register(digest, EvidenceKind.OTHER, Set.of(JAR), Set.of()))
                .satisfies(refusedWith(ProblemCode.WRONG_STATE));
    }

    @Test
    void refusesWhatIsNotStoredHere() {
        room.blobs.put(room.stranger.tenant(), SBOM);
        Digest foreign =
                room.storeBlob.put(room.stranger, Hashing.of(SBOM), SBOM.open()).digest();
        for (Digest digest : new Digest[] {foreign, Samples.digest("missing")}) {
            assertRefused(digest, EvidenceKind.SBOM, ProblemCode.ARTIFACT_UNAVAILABLE, "/digest");
        }
    }

    @Test
    void refusesADocumentThatIsNoSbomAndRegistersNothing() {
        String document =
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\"}]}";
        Digest digest = room.put(Bytes.utf8(document));
        assertRefused(digest, EvidenceKind.SBOM, ProblemCode.DOCUMENT_INVALID, "/components/0/name");
        assertThatThrownBy(() -> room.findEvidence.byDigest(room.call, digest))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> room.findEvidence.ofArtifact(room.call, JAR))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        // As something else it may be registered: nobody then relies on its form.
        assertThat(register(digest, EvidenceKind.OTHER, Set.of(JAR), Set.of())
                        .facts()
                        .kind())
                .isEqualTo(EvidenceKind.OTHER);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SBOM_CANONICAL", "SBOM_COMMITMENT", "SBOM_SLICE", "SBOM_SLICE_PROOF", "ATTESTATION", "DERIVATION"
            })
    void refusesClaimsOfWhatOnlyTheServiceMakes(EvidenceKind kind) {
        assertRefused(room.put(SBOM), kind, ProblemCode.DOCUMENT_INVALID, "/kind");
    }

    @Test
    void boundsTheDocumentsItReads() {
        Digest digest = room.put(SBOM);
        Registration registration = Registration.of(digest, EvidenceKind.SBOM, Room.CYCLONEDX, Set.of(JAR), Set.of());
        assertThatThrownBy(() -> bounded(SBOM.size() - 1).register(room.call, registration))
                .satisfies(refusedWith(ProblemCode.TOO_LARGE));
        assertThat(bounded(SBOM.size()).register(room.call, registration).facts())
                .isEqualTo(registration);
    }

    @Test
    void refusesChangedBytes() {
        Digest digest = room.put(SBOM);
        room.stored.damage(room.call.tenant(), digest, Bytes.utf8("{}"));
        assertThatThrownBy(() -> register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of()))
                .satisfies(refusedWith(ProblemCode.INTEGRITY));
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedCallHealsAFailure(Fault fault) {
        Digest digest = room.put(SBOM);
        room.index.next(fault);
        if (fault != Fault.NONE) {
            assertThatThrownBy(() -> register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of()))
                    .satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        }
        EvidenceRecord record = register(digest, EvidenceKind.SBOM, Set.of(JAR), Set.of());
        assertThat(room.findEvidence.byDigest(room.call, digest)).isEqualTo(record);
        assertThat(room.indexed.audited(room.call.tenant()))
                .startsWith("blob.stored " + digest)
                .containsOnlyOnce("evidence.registered " + digest)
                .hasSize(1 + 4 + 5);
    }

    @Test
    void hasBoundsOnSubjectsAndLinks() {
        Digest digest = room.put(SBOM);
        Set<Digest> most = many(1024);
        assertThat(register(digest, EvidenceKind.OTHER, most, Set.of()).facts().subjects())
                .hasSize(1024);
        for (Set<Digest> wrong : List.of(Set.<Digest>of(), many(1025))) {
            MalformedException refusal = catchThrowableOfType(
                    MalformedException.class, () -> register(digest, EvidenceKind.OTHER, wrong, Set.of()));
            assertThat(refusal.pointer()).isEqualTo("/subjects");
        }
        Set<Link> links =
                many(1025).stream().map(target -> new Link("to", target)).collect(Collectors.toSet());
        MalformedException refusal = catchThrowableOfType(
                MalformedException.class, () -> register(digest, EvidenceKind.OTHER, Set.of(JAR), links));
        assertThat(refusal.pointer()).isEqualTo("/links");
    }

    @Test
    void answersAtMostAPageAndSaysThatThereIsMore() {
        for (int i = 0; i <= FindEvidence.PAGE; i++) {
            Digest digest = room.put(Bytes.utf8("evidence " + i));
            register(digest, EvidenceKind.OTHER, Set.of(JAR), Set.of());
            FindEvidence.Found found = room.findEvidence.ofArtifact(room.call, JAR);
            assertThat(found.records()).hasSize(Math.min(i + 1, FindEvidence.PAGE));
            assertThat(found.more()).isEqualTo(i == FindEvidence.PAGE);
        }
    }

    private RegisterEvidence bounded(long documentBytes) {
        return new RegisterEvidence(
                room.blobs, room.index, room.documents, Narrow.documents(documentBytes), room.clock);
    }

    private EvidenceRecord register(Digest digest, EvidenceKind kind, Set<Digest> subjects, Set<Link> links) {
        return room.registerEvidence.register(
                room.call, Registration.of(digest, kind, Room.CYCLONEDX, subjects, links));
    }

    private void assertRefused(Digest digest, EvidenceKind kind, ProblemCode code, String pointer) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> register(digest, kind, Set.of(JAR), Set.of()));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.extra()).isEqualTo(Json.object().with("pointer", pointer));
    }

    private static Set<Digest> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.digest("many " + i))
                .collect(Collectors.toSet());
    }
}
