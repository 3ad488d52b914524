package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.policy.VerificationSummary;
import dev.exhibit.crypto.verify.Samples;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAttestationTest {
    private static final Samples SAMPLES = new Samples();
    private static final Bytes BUNDLE = SAMPLES.dsse().encode().bytes();
    private static final Digest DIGEST = Hashing.of(BUNDLE);
    private static final Bytes STATEMENT = Samples.statement().encode().bytes();
    private static final Link LINK = new Link("refers-to", Samples.ARTIFACT);

    private final Room room = new Room();

    @Test
    void keepsBundleAndStatementAndSaysWhatTheStatementSays() {
        EvidenceRecord record = room.storeAttestation.store(room.call, BUNDLE, Set.of(LINK));

        assertThat(record.facts().digest()).isEqualTo(DIGEST);
        assertThat(record.facts().kind()).isEqualTo(EvidenceKind.ATTESTATION);
        assertThat(record.facts().predicateType()).isEqualTo(Optional.of(PredicateTypes.SLSA_PROVENANCE));
        assertThat(record.facts().subjects()).containsExactly(Samples.ARTIFACT);
        assertThat(record.facts().links()).containsExactly(LINK, new Link("statement", Hashing.of(STATEMENT)));
        assertThat(room.fetchBlob.get(room.call, DIGEST).read(100_000)).isEqualTo(BUNDLE);
        assertThat(room.fetchBlob.get(room.call, Hashing.of(STATEMENT)).read(100_000))
                .isEqualTo(STATEMENT);
        assertThat(room.findEvidence.ofArtifact(room.call, Samples.ARTIFACT).records())
                .containsExactly(record);
    }

    @Test
    void aRepeatedCallAnswersTheSame() {
        EvidenceRecord record = room.storeAttestation.store(room.call, BUNDLE, Set.of(LINK));
        List<String> audited = room.indexed.audited(room.call.tenant());
        assertThat(room.storeAttestation.store(room.call, BUNDLE, Set.of(LINK))).isEqualTo(record);
        assertThat(room.indexed.audited(room.call.tenant())).isEqualTo(audited).hasSize(3);
    }

    @Test
    void refusesWhatIsNoAttestationAndKeepsNothing() {
        List<Bytes> wrong = List.of(
                Bytes.utf8("{}"),
                Bytes.utf8("not JSON"),
                SAMPLES.message().encode().bytes(),
                SAMPLES.dsse("text/plain", STATEMENT).encode().bytes(),
                SAMPLES.dsse(Envelope.IN_TOTO, Bytes.utf8("{}")).encode().bytes());
        for (Bytes bundle : wrong) {
            assertThatThrownBy(() -> room.storeAttestation.store(room.call, bundle, Set.of()))
                    .satisfies(refusedWith(ProblemCode.DOCUMENT_INVALID));
        }
        assertThat(room.stored.size()).isZero();
        assertThat(room.indexed.audited(room.call.tenant())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRepeatedCallHealsAFailureOfTheStore(int goodWrites) {
        for (Fault fault : new Fault[] {Fault.NOT_APPLIED, Fault.APPLIED}) {
            Room fresh = new Room();
            fresh.objects.script(goodWrites == 0 ? new Fault[] {fault} : new Fault[] {Fault.NONE, fault});
            assertHeals(fresh);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_APPLIED", "APPLIED"})
    void aRepeatedCallHealsAFailureOfTheIndex(Fault fault) {
        room.index.next(fault);
        assertHeals(room);
    }

    @Test
    void aSummaryOfVeryManyBundlesIsStoredWithTheFirstOfThemLinked() {
        List<Json> inputs = IntStream.range(0, 2_000)
                .<Json>mapToObj(i -> Json.object()
                        .with(
                                "digest",
                                Json.object()
                                        .with(
                                                "sha256",
                                                Hashing.of(Bytes.utf8("bundle " + i))
                                                        .hex())))
                .toList();
        Statement summary = new Statement(
                List.of(new Subject("app", Hashing.of(Bytes.utf8("app")))),
                VerificationSummary.PREDICATE_TYPE,
                Json.object().with("inputAttestations", Json.array(inputs)));
        Bytes bundle = SAMPLES.dsse(Envelope.IN_TOTO, summary.encode().bytes())
                .encode()
                .bytes();
        EvidenceRecord record = room.storeAttestation.store(room.call, bundle, Set.of());
        assertThat(record.facts().links())
                .filteredOn(link -> link.relation().equals(Link.VERIFIED))
                .hasSize(1_000);
    }

    private static void assertHeals(Room room) {
        assertThatThrownBy(() -> room.storeAttestation.store(room.call, BUNDLE, Set.of()))
                .satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        EvidenceRecord record = room.storeAttestation.store(room.call, BUNDLE, Set.of());
        assertThat(room.findEvidence.byDigest(room.call, DIGEST)).isEqualTo(record);
        assertThat(room.fetchBlob.get(room.call, DIGEST).read(100_000)).isEqualTo(BUNDLE);
        assertThat(room.indexed.audited(room.call.tenant())).hasSize(3);
    }
}
