package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.DeriveSlice;
import dev.exhibit.evidence.DeriveSlice.Sliced;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.FindEvidence;
import dev.exhibit.evidence.LongDocuments;
import dev.exhibit.evidence.Reconcile;
import dev.exhibit.evidence.Reconcile.Report;
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.ReplayDerivation;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.derive.ReplayResult;
import dev.exhibit.evidence.slice.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The room on a real directory and a real PostgreSQL, closed and opened again. */
class RestartTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Bytes SBOM = TestData.read("sbom/shared-crypto.cdx.json");
    private static final Digest NAME = Hashing.of(SBOM);
    private static final Digest JAR = Samples.digest("jar");
    private static final String QUESTION = "pkg:maven/org.bouncycastle/bcprov-jdk18on@1.86?type=jar";

    private final Call call = Samples.call("restart");
    private final Limits limits = Limits.defaults();
    private final LongDocuments documents = new LongDocuments(Duration.ZERO);
    private final InstantSource clock = InstantSource.fixed(Samples.NOON);
    private final EvidenceIndex index = new PostgresEvidenceIndex(DATABASE.database());
    private final Path root;

    RestartTest(@TempDir Path place) {
        this.root = place.resolve("blobs");
    }

    @Test
    void whatWasAcknowledgedIsThereAndLossIsNoticed() throws IOException {
        Sliced sliced = storeAndSlice(open());

        BlobStore blobs = open();
        assertThat(reconcile(blobs)).isEqualTo(new Report(9, 0, 0, List.of()));
        assertThat(new FindEvidence(index).ofArtifact(call, JAR).records())
                .extracting(record -> record.facts().kind())
                .containsExactlyInAnyOrder(
                        EvidenceKind.SBOM,
                        EvidenceKind.SBOM_CANONICAL,
                        EvidenceKind.DERIVATION,
                        EvidenceKind.SBOM_COMMITMENT,
                        EvidenceKind.DERIVATION,
                        EvidenceKind.SBOM_SLICE,
                        EvidenceKind.DERIVATION,
                        EvidenceKind.SBOM_SLICE_PROOF,
                        EvidenceKind.DERIVATION);
        assertThat(new FetchBlob(blobs, index).get(call, NAME).read(1_000_000)).isEqualTo(SBOM);
        assertThat(replay(blobs, sliced)).isEqualTo(new ReplayResult.Identical(sliced.slice()));
        assertThat(storeAndSlice(blobs)).isEqualTo(sliced);

        blobs.put(call.tenant(), Bytes.utf8("stored by a call that died"));
        Path slice = root.resolve("restart/sha256")
                .resolve(sliced.slice().hex().substring(0, 2))
                .resolve(sliced.slice().hex());
        Files.delete(slice);
        assertThat(reconcile(open())).isEqualTo(new Report(9, 1, 1, List.of(sliced.slice())));
    }

    private BlobStore open() {
        ObjectStore objects = DirectoryObjects.open(root, UUID::randomUUID);
        return new ChunkedBlobs(objects, new Quarantine(objects, found -> {}));
    }

    private Report reconcile(BlobStore blobs) {
        return new Reconcile(blobs, index).run(List.of(call.tenant()));
    }

    private Sliced storeAndSlice(BlobStore blobs) {
        new StoreBlob(blobs, index, limits, clock).put(call, NAME, SBOM.open());
        new RegisterEvidence(blobs, index, documents, limits, clock)
                .register(call, Registration.of(NAME, EvidenceKind.SBOM, Samples.JSON, Set.of(JAR), Set.of()));
        return new DeriveSlice(blobs, index, documents, limits, clock).derive(call, NAME, Question.why(QUESTION));
    }

    private ReplayResult replay(BlobStore blobs, Sliced sliced) {
        return new ReplayDerivation(blobs, index, Functions.standard(), documents, limits)
                .replay(call, sliced.derivation());
    }
}
