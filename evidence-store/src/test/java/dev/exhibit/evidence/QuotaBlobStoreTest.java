package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.TestEntitlements;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.BlobStoreContract;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.slice.Question;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored bytes up to the quota and one more, by every way that stores; and another store as before within it. */
class QuotaBlobStoreTest extends BlobStoreContract {
    private static final Bytes FOUR = Bytes.utf8("four");
    private static final Bytes SIX = Bytes.utf8("sixsix");
    private static final Bytes ONE = Bytes.utf8("1");

    @TempDir
    Path folder;

    private final Room room = new Room();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private TestEntitlements signer;
    private Quotas quotas;
    private BlobStore store;
    private StoreBlob storeBlob;

    @BeforeEach
    void aTenantWithTenBytes() {
        signer = new TestEntitlements(folder);
        quotas = signer.everybody("{'storedBytes':1000000000}").quotas();
        store = new QuotaBlobStore(room.blobs, room.index, quotas, nanos::get);
        storeBlob = new StoreBlob(store, room.index, room.limits, room.clock);
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected void damage(ObjectName name, Bytes wrong) {
        room.stored.damage(name, wrong);
    }

    @Test
    void theQuotaIsTakenAndOneByteMoreIsNot() {
        quota(10);
        put(FOUR);
        put(SIX);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> put(ONE));
        assertThat(refused.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        assertThat(CanonicalJson.of(refused.extra()).bytes()).isEqualTo(Bytes.utf8("{\"limit\":10,\"seen\":11}"));
        assertNothingOf(ONE);
        assertThat(room.stored.size()).as("nothing comes to the disk").isEqualTo(2);
        put(FOUR); // what is there costs nothing
        put(Bytes.empty());
        storeBlob.put(room.stranger, Hashing.of(SIX), SIX.open());
    }

    @Test
    void whatDoesNotFitIsRefusedWhole() {
        quota(9);
        put(FOUR);
        assertThatThrownBy(() -> put(SIX)).satisfies(refusedWith(ProblemCode.QUOTA_EXCEEDED));
        assertNothingOf(SIX);
        put(ONE);
    }

    @Test
    void aBlobBeyondItsOwnLimitIsStillTooLarge() {
        quota(100);
        assertThatThrownBy(() -> store.put(room.call.tenant(), Hashing.of(SIX), SIX.open(), 5))
                .satisfies(refusedWith(ProblemCode.TOO_LARGE));
    }

    @Test
    void whatOthersStoreCountsTenSecondsLater() {
        quota(10);
        put(FOUR);
        room.index.write(room.call, Samples.NOON, new Batch(List.of(new BlobEntry(Samples.digest("x"), 6)), List.of()));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThatThrownBy(() -> put(ONE)).satisfies(refusedWith(ProblemCode.QUOTA_EXCEEDED));
    }

    @Test
    void aLargerPlanCountsAtOnceAndASmallerOneTakesNothingAway() {
        quota(4);
        put(FOUR);
        assertThatThrownBy(() -> put(SIX)).satisfies(refusedWith(ProblemCode.QUOTA_EXCEEDED));
        quota(10);
        put(SIX);
        quota(0);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> put(ONE));
        assertThat(CanonicalJson.of(refused.extra()).bytes()).isEqualTo(Bytes.utf8("{\"limit\":0,\"seen\":11}"));
        assertThat(room.fetchBlob.get(room.call, Hashing.of(SIX)).read(10)).isEqualTo(SIX);
    }

    /** The second begins while there is room and ends when there is none. */
    @Test
    void ofTwoUploadsAtOnceTheLaterOneIsRefused() {
        quota(10);
        InputStream slow = new InputStream() {
            private final InputStream bytes = SIX.open();

            @Override
            public int read() throws IOException {
                put(FOUR);
                put(ONE);
                return bytes.read();
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                put(FOUR);
                put(ONE);
                return bytes.read(target, from, length);
            }
        };
        assertThatThrownBy(() -> storeBlob.put(room.call, Hashing.of(SIX), slow))
                .satisfies(refusedWith(ProblemCode.QUOTA_EXCEEDED));
        assertNothingOf(SIX);
    }

    @Test
    void anAttestationBeyondTheQuotaIsNotThere() {
        Bytes bundle = new dev.exhibit.crypto.verify.Samples().dsse().encode().bytes();
        Bytes statement = dev.exhibit.crypto.verify.Samples.statement().encode().bytes();
        StoreAttestation attestations = new StoreAttestation(store, room.index, room.clock);
        quota(bundle.size() + statement.size() - 1L);
        assertThatThrownBy(() -> attestations.store(room.call, bundle, Set.of()))
                .satisfies(refusedWith(ProblemCode.QUOTA_EXCEEDED));
        assertNothingOf(bundle);
        assertNothingOf(statement);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        quota(bundle.size() + (long) statement.size());
        attestations.store(room.call, bundle, Set.of());
        attestations.store(room.call, bundle, Set.of());
    }

    @Test
    void aSliceBeyondTheQuotaIsNotThere() {
        Digest sbom = room.putSbom(TestData.read("sbom/nested.cdx.json"));
        DeriveSlice slices = new DeriveSlice(store, room.index, room.documents, room.limits, room.clock);
        quota(room.indexed.storedBytes(room.call.tenant()) + 1);
        assertThatThrownBy(() -> slices.derive(room.call, sbom, Question.why("app/bundled")))
                .satisfies(refusedWith(ProblemCode.QUOTA_EXCEEDED));
        assertThat(room.findEvidence.ofArtifact(room.call, Room.JAR).records())
                .extracting(record -> record.facts().kind())
                .doesNotContain(EvidenceKind.SBOM_SLICE);
    }

    private void quota(long bytes) {
        signer.everybody("{'storedBytes':" + bytes + "}");
        quotas.refresh();
        assertThat(quotas.plan(room.call.tenant()).storedBytes()).contains(bytes);
    }

    private void put(Bytes bytes) {
        storeBlob.put(room.call, Hashing.of(bytes), bytes.open());
    }

    private void assertNothingOf(Bytes bytes) {
        assertThatThrownBy(() -> room.fetchBlob.get(room.call, Hashing.of(bytes)))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThat(room.indexed.audited(room.call.tenant()))
                .noneMatch(act -> act.contains(Hashing.of(bytes).toString()));
    }
}
