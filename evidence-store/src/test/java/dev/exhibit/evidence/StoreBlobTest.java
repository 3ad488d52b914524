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
import dev.exhibit.evidence.blob.BlobStore.Stored;
import dev.exhibit.evidence.blob.FaultyObjects.Fault;
import dev.exhibit.evidence.blob.Manifest;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreBlobTest {
    private static final Bytes WORDS = Bytes.utf8("some evidence");
    private static final Digest NAME = Hashing.of(WORDS);

    private final Room room = new Room();

    @Test
    void storesAndFetches() {
        assertThat(put(WORDS)).isEqualTo(stored(true));
        assertThat(room.fetchBlob.get(room.call, NAME).read(100)).isEqualTo(WORDS);
        assertThat(put(WORDS)).isEqualTo(stored(false));
        assertThat(room.indexed.audited(room.call.tenant())).containsExactly("blob.stored " + NAME);
    }

    @Test
    void leavesNothingBehindWhenTheDigestIsWrong() {
        assertThatThrownBy(() -> put(Bytes.utf8("other"))).satisfies(refusedWith(ProblemCode.DIGEST_MISMATCH));
        assertThat(room.stored.size()).isZero();
        assertThat(room.indexed.blob(room.call.tenant(), NAME)).isEmpty();
        assertThat(room.indexed.audited(room.call.tenant())).isEmpty();
    }

    @Test
    void boundsABlobByTheLimitOfArtifacts() {
        StoreBlob narrow = new StoreBlob(
                room.blobs, room.index, Narrow.artifacts(WORDS.size() - 1), InstantSource.fixed(Samples.NOON));
        assertThatThrownBy(() -> narrow.put(room.call, NAME, WORDS.open()))
                .satisfies(refusedWith(ProblemCode.TOO_LARGE));
        StoreBlob wide = new StoreBlob(
                room.blobs, room.index, Narrow.artifacts(WORDS.size()), InstantSource.fixed(Samples.NOON));
        assertThat(wide.put(room.call, NAME, WORDS.open()).created()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedCallHealsAFailureOfTheStore(Fault fault) {
        room.objects.script(fault);
        if (fault != Fault.NONE) {
            assertThatThrownBy(() -> put(WORDS)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
            assertNotFound(NAME);
        }
        assertHealed();
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedCallHealsAFailureOfTheIndex(Fault fault) {
        room.index.next(fault);
        if (fault != Fault.NONE) {
            assertThatThrownBy(() -> put(WORDS)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
            assertThat(room.stored.size()).as("an orphan, to be adopted").isEqualTo(1);
        }
        assertHealed();
    }

    @Test
    void bytesThatTheIndexDoesNotKnowDoNotExist() {
        room.blobs.put(room.call.tenant(), WORDS);
        assertNotFound(NAME);
        put(WORDS);
        assertThat(room.fetchBlob.get(room.call, NAME).size()).isEqualTo(WORDS.size());
    }

    @Test
    void aForeignBlobIsAnsweredLikeNone() {
        put(WORDS);
        ProblemException foreign = refusal(() -> room.fetchBlob.get(room.stranger, NAME));
        ProblemException missing = refusal(() -> room.fetchBlob.get(room.call, Samples.digest("missing")));
        assertThat(foreign.code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(foreign).hasMessage(missing.getMessage());
        assertThat(foreign.extra()).isEqualTo(missing.extra());
    }

    @Test
    void lostOrChangedBytesAreReportedAndNotServed() {
        put(WORDS);
        room.stored.damage(room.call.tenant(), NAME, Bytes.utf8("Some evidence"));
        assertThatThrownBy(() -> room.fetchBlob.get(room.call, NAME).open())
                .satisfies(refusedWith(ProblemCode.INTEGRITY));
        assertThatThrownBy(() -> room.fetchBlob.get(room.call, NAME))
                .as("moved out of the way")
                .satisfies(refusedWith(ProblemCode.INTEGRITY));
        assertHealed();
        // Longer and shorter bytes: the index knows the size.
        room.stored.damage(room.call.tenant(), NAME, Bytes.utf8("some evidence and more"));
        assertThat(room.fetchBlob.get(room.call, NAME).size()).isEqualTo(WORDS.size());
        assertThatThrownBy(() -> room.fetchBlob.get(room.call, NAME).open())
                .satisfies(refusedWith(ProblemCode.INTEGRITY));
        room.stored.lose(room.call.tenant(), NAME);
        assertThatThrownBy(() -> room.fetchBlob.get(room.call, NAME)).satisfies(refusedWith(ProblemCode.INTEGRITY));
    }

    private static Stored stored(boolean created) {
        return new Stored(
                NAME, WORDS.size(), Manifest.single(NAME, WORDS.size()).id(), "", created);
    }

    private void assertHealed() {
        put(WORDS);
        assertThat(room.fetchBlob.get(room.call, NAME).read(100)).isEqualTo(WORDS);
        assertThat(room.indexed.audited(room.call.tenant())).containsExactly("blob.stored " + NAME);
    }

    private void assertNotFound(Digest digest) {
        assertThatThrownBy(() -> room.fetchBlob.get(room.call, digest)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    private Stored put(Bytes bytes) {
        return room.storeBlob.put(room.call, NAME, bytes.open());
    }

    private static ProblemException refusal(Runnable act) {
        return catchThrowableOfType(ProblemException.class, act::run);
    }
}
